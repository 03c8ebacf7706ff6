package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.Map;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.linux.MountInfo;
import org.jspecify.annotations.Nullable;

/** The cgroups of this host. */
public final class Cgroups {
  /** Mounts seldom change. */
  private record Known(String mountinfo, CgroupMounts mounts) {}

  private final Kernel kernel;
  private final MountInfo mountInfo;
  private volatile @Nullable Known known;

  /** The cgroups that this process sees. */
  public Cgroups(Kernel kernel) {
    this.kernel = kernel;
    this.mountInfo = new MountInfo(kernel);
  }

  /** Whether the host has cgroup version 1 hierarchies. */
  public boolean hasV1() {
    return !CgroupMounts.isPureV2(mountInfo.read());
  }

  /**
   * Works out where the cgroup of a new container will be; nothing is made yet.
   *
   * @param mounts the hierarchies of this host
   * @param callerPid the process that asked, for a path relative to its cgroup
   * @param cgroupsPath the field of config.json
   * @param id the container
   */
  public CgroupLayout layout(
      CgroupMounts mounts, int callerPid, @Nullable String cgroupsPath, String id) {
    return CgroupLayout.of(mounts, () -> membership(callerPid), cgroupsPath, id);
  }

  /**
   * The hierarchies of this host.
   *
   * @throws HostFailure if the host has no cgroup version 1 hierarchies
   */
  public CgroupMounts mounts() {
    var mountinfo = mountInfo.read();
    var last = known;
    if (last != null && last.mountinfo().equals(mountinfo)) {
      return last.mounts();
    }
    if (CgroupMounts.isPureV2(mountinfo)) {
      throw new HostFailure("cgroup version 2 without version 1 hierarchies is not supported yet");
    }
    var mounts = CgroupMounts.parse(mountinfo);
    known = new Known(mountinfo, mounts);
    return mounts;
  }

  /** The cgroups of a process. */
  public CgroupMembership membership(int pid) {
    return CgroupMembership.parse(KernelFile.read(Path.of("/proc/" + pid + "/cgroup")));
  }

  /** The cgroup of a container that is to be made; who is in it until then is somebody else. */
  public CgroupManager planned(CgroupLayout layout) {
    return new V1CgroupManager(kernel, layout, true);
  }

  /**
   * The cgroup of a container that was made before.
   *
   * @param labels what {@link CgroupLayout#labels} returned then
   */
  public CgroupManager open(Map<String, String> labels) {
    return new V1CgroupManager(kernel, CgroupLayout.of(labels), false);
  }
}
