package org.jrunc.core.compile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.SeccompProgram;
import org.jrunc.core.security.SecurityModules;

/**
 * What the compiler has to know about the host; everything else follows from the config.
 *
 * @param sources what the sources of bind mounts are, by path
 * @param hasKcore whether {@code /proc/kcore} exists, and so {@code /dev/core}
 * @param lastCapability the largest capability number of the kernel
 * @param cgroups the container's cgroups and their limits
 * @param resctrl the resctrl file system, if there is one
 * @param callersNetwork whether the network namespace to join is that of the caller
 * @param cgroupMounts the hierarchies of cgroup v1, as a container may see them
 * @param home the home directory of the container's user in its passwd file, if that has one
 * @param seccomp the filter made from {@code /linux/seccomp}
 * @param rootfsParent the mount point that holds the root file system
 * @param kernelMounts the mount points of proc and sysfs in the runtime's mount namespace
 * @param nullStreams standard streams that are the host's /dev/null
 * @param targets mount targets that symbolic links of the image lead elsewhere, with that place
 * @param tmpfsModes permission bits of directories that a tmpfs without a {@code mode} covers
 * @param modules the security modules that know labels of processes
 */
public record HostFacts(
    Map<String, Source> sources,
    boolean hasKcore,
    int lastCapability,
    CgroupFacts cgroups,
    Optional<ResctrlFacts> resctrl,
    boolean callersNetwork,
    List<CgroupMount> cgroupMounts,
    Optional<String> home,
    Optional<SeccompProgram> seccomp,
    Optional<String> rootfsParent,
    List<String> kernelMounts,
    Set<Integer> nullStreams,
    Map<String, String> targets,
    Map<String, Integer> tmpfsModes,
    SecurityModules modules) {
  /** Copies the collections. */
  public HostFacts {
    sources = Map.copyOf(sources);
    cgroupMounts = List.copyOf(cgroupMounts);
    kernelMounts = List.copyOf(kernelMounts);
    nullStreams = Set.copyOf(nullStreams);
    targets = Map.copyOf(targets);
    tmpfsModes = Map.copyOf(tmpfsModes);
  }

  /** What matters to mounts that a container gets while it runs. */
  public static HostFacts ofMounts(Map<String, Source> sources, Map<String, Integer> tmpfsModes) {
    return new HostFacts(
        sources,
        false,
        0,
        CgroupFacts.ofRunning(List.of(), Optional.empty()),
        Optional.empty(),
        false,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Set.of(),
        Map.of(),
        tmpfsModes,
        SecurityModules.NONE);
  }

  /** What matters to a process that joins a container: nothing is mounted for it. */
  public static HostFacts ofRunning(
      int lastCapability,
      CgroupFacts cgroups,
      Optional<String> home,
      Optional<SeccompProgram> seccomp,
      Set<Integer> nullStreams,
      SecurityModules modules) {
    return new HostFacts(
        Map.of(),
        false,
        lastCapability,
        cgroups,
        Optional.empty(),
        false,
        List.of(),
        home,
        seccomp,
        Optional.empty(),
        List.of(),
        nullStreams,
        Map.of(),
        Map.of(),
        modules);
  }

  /**
   * The source of a bind mount.
   *
   * @param kind what it is, or what a symbolic link there leads to
   * @param procfs whether it lies in a procfs
   * @param link where it leads if it is a symbolic link itself
   */
  public record Source(FileKind kind, boolean procfs, Optional<String> link) {
    /** What a source counts as that cannot be looked at; binding it will say more. */
    public static final Source UNKNOWN = of(FileKind.DIRECTORY);

    /** A source that is no symbolic link and in no procfs. */
    public static Source of(FileKind kind) {
      return new Source(kind, false, Optional.empty());
    }
  }

  /**
   * One mounted hierarchy of cgroup v1.
   *
   * @param name the last component of its mount point, for example {@code cpu,cpuacct}
   * @param options what mounts it: its controllers, or {@code name=systemd}
   * @param directory the container's cgroup in it, as an absolute path of the host
   * @param aliases its controllers where they are not its name, for links to it
   */
  public record CgroupMount(String name, String options, String directory, List<String> aliases) {
    /** Copies the list. */
    public CgroupMount {
      aliases = List.copyOf(aliases);
    }
  }
}
