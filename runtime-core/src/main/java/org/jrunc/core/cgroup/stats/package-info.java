/**
 * What the files of a cgroup tell about its use of resources, a class for each controller of
 * version 1. Depends on {@code linux}, {@code failure} and the records of {@code
 * org.jrunc.spec.events}. Start with {@code V1Statistics}.
 */
package org.jrunc.core.cgroup.stats;
