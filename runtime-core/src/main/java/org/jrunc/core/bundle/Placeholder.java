package org.jrunc.core.bundle;

/** Keeps the package until its first type is there; delete it with the first type. */
interface Placeholder {}
