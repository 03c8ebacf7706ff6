package org.jrunc.core.compile;

/** Keeps the package until its first type is there; delete it with the first type. */
interface Placeholder {}
