package org.jrunc.spec.features;

import org.jspecify.annotations.Nullable;

/**
 * Control group support (features-linux.md, "cgroup"); null means unknown.
 *
 * @param v1 cgroup v1
 * @param v2 cgroup v2
 * @param systemd system-wide cgroups through systemd
 * @param systemdUser user cgroups through systemd
 * @param rdma the rdma controller
 */
public record CgroupFeatures(
    @Nullable Boolean v1,
    @Nullable Boolean v2,
    @Nullable Boolean systemd,
    @Nullable Boolean systemdUser,
    @Nullable Boolean rdma) {}
