/**
 * Cgroups of containers: create, join, limit, freeze, count, remove. May depend on {@code linux},
 * {@code device} and {@code failure}. Start with {@code CgroupManager}.
 */
package org.jrunc.core.cgroup;
