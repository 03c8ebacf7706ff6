package org.jrunc.core.cgroup.v1;

/** Keeps the package until its first type is there; delete it with the first type. */
interface Placeholder {}
