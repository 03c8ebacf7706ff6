package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.spec.linux.NamespaceType;

/**
 * Compiles a mount of type {@code cgroup} on a host with cgroup v1: a tmpfs with one directory a
 * hierarchy, which shows no more than the container's own cgroups.
 */
final class CgroupMountCompiler {
  private static final long DEFAULT_FLAGS =
      Abi.MOUNT_ATTR_NOSUID | Abi.MOUNT_ATTR_NODEV | Abi.MOUNT_ATTR_NOEXEC;

  private final Config config;
  private final HostFacts facts;

  CgroupMountCompiler(Config config, HostFacts facts) {
    this.config = config;
    this.facts = facts;
  }

  List<MountStep> compile(String target, MountOptions options, Origin origin) {
    var steps = new ArrayList<MountStep>();
    var frame =
        MountOptions.NONE
            .withAttributes(DEFAULT_FLAGS, 0)
            .withData(frameData())
            .withPropagation(options.propagation());
    steps.add(new MountStep.MountFilesystem("tmpfs", "tmpfs", target, frame, origin));
    boolean readonly = (options.set() & Abi.MOUNT_ATTR_RDONLY) != 0;
    for (var hierarchy : facts.cgroupMounts()) {
      var place = target + "/" + hierarchy.name();
      steps.add(
          config.linux().has(NamespaceType.CGROUP)
              ? fresh(hierarchy, place, readonly, origin)
              : bind(hierarchy, place, options, origin));
      for (var alias : hierarchy.aliases()) {
        steps.add(new MountStep.Symlink(hierarchy.name(), target + "/" + alias, origin));
      }
    }
    if (readonly) {
      steps.add(MountStep.Remount.readonly(target, origin));
    }
    return steps;
  }

  private List<String> frameData() {
    return config.mountLabel().map(label -> List.of("mode=755", label)).orElse(List.of("mode=755"));
  }

  /** In a cgroup namespace of its own the container mounts the hierarchy and sees its own root. */
  private static MountStep fresh(
      HostFacts.CgroupMount hierarchy, String place, boolean readonly, Origin origin) {
    boolean named = hierarchy.options().startsWith("name=");
    var source = named ? hierarchy.name() : "cgroup";
    var data =
        named ? List.of("none", hierarchy.options()) : List.of(hierarchy.options().split(","));
    var options =
        MountOptions.NONE
            .withAttributes(DEFAULT_FLAGS | (readonly ? Abi.MOUNT_ATTR_RDONLY : 0), 0)
            .withData(data)
            .withSuperblock(readonly ? List.of("ro") : List.of());
    return new MountStep.MountFilesystem("cgroup", source, place, options, origin);
  }

  private static MountStep bind(
      HostFacts.CgroupMount hierarchy, String place, MountOptions options, Origin origin) {
    var bound = MountOptions.bound().withAttributes(options.set(), 0);
    return new MountStep.BindMount(
        hierarchy.directory(), FileKind.DIRECTORY, place, bound, Optional.empty(), origin);
  }
}
