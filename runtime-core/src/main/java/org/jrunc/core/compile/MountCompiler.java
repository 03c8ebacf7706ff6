package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.IdMap;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountOptions.PropagationChange;
import org.jrunc.core.plan.MountOptions.Trait;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Propagation;
import org.jrunc.spec.Mount;

/** Compiles the root, the mounts, and the paths to hide or protect. */
final class MountCompiler {
  private static final long REMOUNT_FLAGS =
      Abi.MOUNT_ATTR_RDONLY
          | Abi.MOUNT_ATTR_NOSUID
          | Abi.MOUNT_ATTR_NODEV
          | Abi.MOUNT_ATTR_NOEXEC
          | Abi.MOUNT_ATTR_NODIRATIME
          | Abi.MOUNT_ATTR_NOSYMFOLLOW;

  private final Config config;
  private final HostFacts facts;
  private final LaunchOptions options;
  private final IdMapCompiler idMaps;

  MountCompiler(Config config, HostFacts facts, LaunchOptions options) {
    this.config = config;
    this.facts = facts;
    this.options = options;
    this.idMaps = new IdMapCompiler(config);
  }

  /** The id mappings that the mounts need. */
  List<LaunchStep.CreateIdMapping> idMappings() {
    return idMaps.creation();
  }

  List<MountStep> preparation() {
    var change = rootPropagation();
    var origin =
        config.linux().rootfsPropagation() == null
            ? Origin.implied("no mount of the container reaches the host")
            : Origin.field("/linux/rootfsPropagation");
    // pivot_root(2) refuses a new root below a shared mount, and IsolateMounts has just made it
    // one.
    var shared =
        change.type() == Propagation.SHARED ? facts.rootfsParent() : Optional.<String>empty();
    return List.of(
        new MountStep.IsolateMounts(change, origin),
        new MountStep.OpenRootfs(
            MountPaths.inBundle(options.bundle(), config.root().path()),
            shared,
            Origin.field("/root/path")));
  }

  private PropagationChange rootPropagation() {
    var name = config.linux().rootfsPropagation();
    if (name == null) {
      return new PropagationChange(Propagation.SLAVE, true);
    }
    boolean recursive = name.startsWith("r");
    var type = (recursive ? name.substring(1) : name).toUpperCase(Locale.ROOT);
    try {
      return new PropagationChange(Propagation.valueOf(type), recursive);
    } catch (IllegalArgumentException e) {
      throw new SpecFailure(
          "/linux/rootfsPropagation", "rootfsPropagation=" + name + " is not supported");
    }
  }

  List<MountStep> mounts() {
    var steps = new ArrayList<MountStep>();
    var mounts = config.spec().mounts();
    for (int i = 0; i < mounts.size(); i++) {
      addMount(mounts.get(i), "/mounts/" + i, idMaps.of(i), steps);
    }
    return steps;
  }

  private void addMount(Mount mount, String pointer, Optional<IdMap> idMap, List<MountStep> steps) {
    boolean bindType = "bind".equals(mount.type());
    var parsed = MountOptionParser.parse(mount.options(), bindType, pointer);
    var target = MountPaths.clean(mount.destination());
    var origin = Origin.field(pointer);
    ProcTargets.check(target, mount, pointer);
    target = facts.targets().getOrDefault(target, target);
    if (parsed.has(Trait.REMOUNT)) {
      steps.add(new MountStep.Remount(target, parsed, origin));
    } else if (parsed.bind()) {
      steps.add(bind(mount, target, parsed, idMap, origin));
    } else if (mount.type() == null) {
      throw new SpecFailure(pointer, "mount of `" + target + "` has neither a type nor `bind`");
    } else if (mount.type().equals("cgroup")) {
      steps.addAll(new CgroupMountCompiler(config, facts).compile(target, parsed, origin));
    } else {
      addFilesystem(mount, target, parsed, origin, steps);
    }
  }

  private void addFilesystem(
      Mount mount, String target, MountOptions parsed, Origin origin, List<MountStep> steps) {
    var type = String.valueOf(mount.type());
    var source = mount.source() == null ? "" : mount.source();
    var filesystem =
        new MountStep.MountFilesystem(type, source, target, withMode(type, target, parsed), origin);
    boolean copyUp = type.equals("tmpfs") && parsed.has(Trait.COPY_UP);
    steps.add(copyUp ? new MountStep.CopyUp(filesystem, origin) : filesystem);
  }

  /** A tmpfs keeps the permissions of the directory that it covers. */
  private MountOptions withMode(String type, String target, MountOptions parsed) {
    var mode = facts.tmpfsModes().get(target);
    if (!type.equals("tmpfs")
        || mode == null
        || parsed.data().stream().anyMatch(data -> data.startsWith("mode="))) {
      return parsed;
    }
    var data = new ArrayList<>(parsed.data());
    data.add("mode=" + Integer.toOctalString(mode));
    return parsed.withData(data);
  }

  private MountStep bind(
      Mount mount, String target, MountOptions parsed, Optional<IdMap> idMap, Origin origin) {
    if (mount.source() == null) {
      throw new SpecFailure(origin.pointer(), "bind mount of `" + target + "` has no source");
    }
    var source = MountPaths.inBundle(options.bundle(), mount.source());
    var kind = facts.sources().getOrDefault(source, FileKind.DIRECTORY);
    return new MountStep.BindMount(source, kind, target, likeRemount(parsed), idMap, origin);
  }

  /**
   * Attributes of a bind as mount(8) and runc set them: once one is given, a remount follows that
   * clears all others but those of the access time.
   */
  private static MountOptions likeRemount(MountOptions parsed) {
    if (parsed.set() == 0) {
      return parsed.withAttributes(0, 0);
    }
    long atime = (parsed.set() & Abi.MOUNT_ATTR__ATIME) == 0 ? 0 : (long) Abi.MOUNT_ATTR__ATIME;
    return parsed.withAttributes(parsed.set(), (REMOUNT_FLAGS & ~parsed.set()) | atime);
  }

  List<MountStep> restrictions() {
    var steps = new ArrayList<MountStep>();
    var readonly = config.linux().readonlyPaths();
    for (int i = 0; i < readonly.size(); i++) {
      steps.add(
          new MountStep.ReadonlyPath(
              MountPaths.clean(readonly.get(i)), Origin.field("/linux/readonlyPaths/" + i)));
    }
    var masked = config.linux().maskedPaths();
    if (!masked.isEmpty()) {
      steps.add(new MountStep.PrepareMasks(Origin.field("/linux/maskedPaths")));
    }
    for (int i = 0; i < masked.size(); i++) {
      steps.add(
          new MountStep.MaskPath(
              MountPaths.clean(masked.get(i)), Origin.field("/linux/maskedPaths/" + i)));
    }
    return steps;
  }

  MountStep pivot() {
    return options.pivot()
        ? new MountStep.PivotRoot(Origin.implied("runtime.md, create"))
        : new MountStep.MoveRoot(facts.kernelMounts(), Origin.implied("--no-pivot"));
  }

  List<MountStep> finish() {
    var steps = new ArrayList<MountStep>();
    var change = rootPropagation();
    if (change.type() == Propagation.SHARED || change.type() == Propagation.UNBINDABLE) {
      steps.add(new MountStep.PropagateRoot(change, Origin.field("/linux/rootfsPropagation")));
    }
    if (config.root().readonly()) {
      steps.add(new MountStep.ReadonlyRoot(Origin.field("/root/readonly")));
    }
    return steps;
  }
}
