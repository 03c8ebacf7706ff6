/**
 * Limits as data: which value goes into which file of which controller, and what a refusal means.
 * Pure; depends on {@code failure} alone. Start with {@code CgroupWrite}.
 */
package org.jrunc.core.cgroup.limit;
