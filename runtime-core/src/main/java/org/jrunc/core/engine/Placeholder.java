package org.jrunc.core.engine;

/** Keeps the package until its first type is there; delete it with the first type. */
interface Placeholder {}
