package org.jrunc.core.device;

/** Keeps the package until its first type is there; delete it with the first type. */
interface Placeholder {}
