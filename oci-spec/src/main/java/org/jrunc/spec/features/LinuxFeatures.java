package org.jrunc.spec.features;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The Linux section of the features document (features-linux.md).
 *
 * @param namespaces namespace types
 * @param capabilities capability names
 * @param cgroup control groups
 * @param seccomp system call filters
 * @param apparmor AppArmor
 * @param selinux SELinux
 * @param intelRdt Intel Resource Director Technology
 * @param memoryPolicy NUMA memory policy
 * @param mountExtensions mount extensions
 * @param netDevices moving of network devices
 */
public record LinuxFeatures(
    @Nullable List<String> namespaces,
    @Nullable List<String> capabilities,
    @Nullable CgroupFeatures cgroup,
    @Nullable SeccompFeatures seccomp,
    @Nullable Support apparmor,
    @Nullable Support selinux,
    @Nullable IntelRdtFeatures intelRdt,
    @Nullable MemoryPolicyFeatures memoryPolicy,
    @Nullable MountExtensions mountExtensions,
    @Nullable Support netDevices) {

  public LinuxFeatures {
    namespaces = Fields.copyOrNull(namespaces);
    capabilities = Fields.copyOrNull(capabilities);
  }
}
