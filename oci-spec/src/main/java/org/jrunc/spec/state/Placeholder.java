package org.jrunc.spec.state;

/** Keeps the package until its first type is there; delete it with the first type. */
interface Placeholder {}
