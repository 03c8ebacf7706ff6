/**
 * The cgroup of a container: where it is in each hierarchy, making and removing it, its processes,
 * its limits and its freezer. Depends on {@code linux}, {@code cgroup.limit} and {@code cgroup.v1};
 * paths and limits are worked out without I/O. Start with {@code CgroupManager} and {@code
 * CgroupLayout}.
 */
package org.jrunc.core.cgroup;
