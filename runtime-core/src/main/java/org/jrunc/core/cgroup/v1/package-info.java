/**
 * What each controller of cgroup version 1 writes for given limits. Pure; depends on {@code
 * cgroup.limit}, {@code device}, {@code failure} and the spec. Start with {@code V1Writes}.
 */
package org.jrunc.core.cgroup.v1;
