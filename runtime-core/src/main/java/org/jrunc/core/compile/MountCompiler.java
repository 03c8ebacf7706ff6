package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.IdMap;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.MountOptions.PropagationChange;
import org.jrunc.core.plan.MountOptions.Trait;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Propagation;
import org.jrunc.spec.Mount;

/** Compiles the root, the mounts, and the paths to hide or protect. */
final class MountCompiler {
  static final PropagationChange ISOLATED = new PropagationChange(Propagation.SLAVE, true);

  private final Config config;
  private final HostFacts facts;
  private final LaunchOptions options;
  private final IdMapCompiler idMaps;
  private final BindCompiler binds;
  private final FilesystemCompiler filesystems;
  private final RemountCompiler remounts;

  MountCompiler(Config config, HostFacts facts, LaunchOptions options) {
    this.config = config;
    this.facts = facts;
    this.options = options;
    this.idMaps = new IdMapCompiler(config);
    this.binds = new BindCompiler(facts, options.bundle(), config.hasUserNamespace());
    this.filesystems = new FilesystemCompiler(config, facts);
    this.remounts = new RemountCompiler(filesystems);
  }

  /** The id mappings that the mounts need. */
  List<LaunchStep> idMappings() {
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
        new MountStep.IsolateMounts(
            // What is unbindable cannot become a mount of its own, so that comes after the pivot.
            change.type() == Propagation.UNBINDABLE ? ISOLATED : change, origin),
        new MountStep.OpenRootfs(
            MountPaths.inBundle(options.bundle(), config.root().path()),
            shared,
            Origin.field("/root/path")));
  }

  private PropagationChange rootPropagation() {
    var name = config.linux().rootfsPropagation();
    if (name == null) {
      return ISOLATED;
    }
    boolean recursive = name.startsWith("r");
    var type = (recursive ? name.substring(1) : name).toUpperCase(Locale.ROOT);
    if (type.equals("PRIVATE") && !options.pivot()) {
      throw new SpecFailure(
          "/linux/rootfsPropagation",
          "rootfsPropagation of [r]private is not safe without pivot_root");
    }
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
      addMount(mounts.get(i), Origin.field("/mounts/" + i), idMaps.of(i), steps);
    }
    if (options.notifyDirectory().isPresent()) {
      var mount = NotifySocket.mount(options.notifyDirectory().get());
      addMount(mount, Origin.implied(NotifySocket.VARIABLE), Optional.empty(), steps);
    }
    return steps;
  }

  /**
   * The steps that open the sources of binds beforehand, as a user namespace needs it: its root may
   * not reach them.
   */
  List<MountStep> sources(List<MountStep> mounts, Descriptors descriptors) {
    var steps = new ArrayList<MountStep>();
    for (var mount : mounts) {
      if (mount instanceof MountStep.BindMount bind) {
        int descriptor = descriptors.passed(steps.size() + 1);
        steps.add(new MountStep.OpenSource(bind, descriptor, bind.origin()));
      }
    }
    return steps;
  }

  private void addMount(Mount mount, Origin origin, Optional<IdMap> idMap, List<MountStep> steps) {
    var pointer = origin.pointer();
    var parsed = MountOptionParser.parse(mount.options(), pointer);
    var destination = MountPaths.clean(mount.destination());
    var target = facts.targets().getOrDefault(destination, destination);
    check(destination, mount, pointer);
    check(target, mount, pointer);
    if (parsed.has(Trait.REMOUNT)) {
      steps.add(remounts.compile(mount, target, parsed, origin));
    } else if (parsed.bind()) {
      steps.add(binds.compile(mount, target, parsed, idMap, origin));
    } else if (mount.type() == null) {
      throw new SpecFailure(pointer, "mount of `" + target + "` has neither a type nor `bind`");
    } else if (mount.type().equals("cgroup")) {
      steps.addAll(new CgroupMountCompiler(config, facts).compile(target, parsed, origin));
    } else {
      steps.addAll(filesystems.compile(mount, target, parsed, origin));
    }
  }

  private void check(String target, Mount mount, String pointer) {
    if (target.equals("/")) {
      // Everything after it would go to what it covers.
      throw new SpecFailure(pointer + "/destination", "mountpoint \"/\" is on the top of rootfs");
    }
    ProcTargets.check(target, mount, binds.source(mount), pointer);
  }

  /** Mounts that may be read-only now that everything below them has been made. */
  List<MountStep> readonly() {
    return filesystems.readonly();
  }

  List<MountStep> restrictions() {
    var steps = new ArrayList<MountStep>();
    var readonly = config.linux().readonlyPaths();
    for (int i = 0; i < readonly.size(); i++) {
      if (isBelowRoot(readonly.get(i))) {
        steps.add(
            new MountStep.ReadonlyPath(
                MountPaths.clean(readonly.get(i)), Origin.field("/linux/readonlyPaths/" + i)));
      }
    }
    var masked = config.linux().maskedPaths();
    if (!masked.isEmpty()) {
      steps.add(
          new MountStep.PrepareMasks(config.mountLabel(), Origin.field("/linux/maskedPaths")));
    }
    var seen = new HashSet<String>();
    for (int i = 0; i < masked.size(); i++) {
      var path = MountPaths.clean(masked.get(i));
      if (isBelowRoot(masked.get(i)) && seen.add(path)) {
        steps.add(new MountStep.MaskPath(path, Origin.field("/linux/maskedPaths/" + i)));
      }
    }
    return steps;
  }

  /** An empty path names nothing; what covers the root is not seen, as it is in use already. */
  private static boolean isBelowRoot(String path) {
    return !path.isEmpty() && !isRoot(path);
  }

  /** Whether a path names the root itself. */
  static boolean isRoot(String path) {
    return !path.isEmpty() && MountPaths.clean(path).equals("/");
  }

  MountStep pivot() {
    return options.pivot()
        ? new MountStep.PivotRoot(Origin.implied("runtime.md, create"))
        : new MountStep.MoveRoot(facts.kernelMounts(), Origin.implied("--no-pivot"));
  }

  List<MountStep> finish() {
    var steps = new ArrayList<>(readonly());
    var change = rootPropagation();
    if (change.type() == Propagation.SHARED || change.type() == Propagation.UNBINDABLE) {
      steps.add(new MountStep.PropagateRoot(change, Origin.field("/linux/rootfsPropagation")));
    }
    readonlyRoot().ifPresent(origin -> steps.add(new MountStep.ReadonlyRoot(origin)));
    return steps;
  }

  private Optional<Origin> readonlyRoot() {
    if (config.root().readonly()) {
      return Optional.of(Origin.field("/root/readonly"));
    }
    var readonly = config.linux().readonlyPaths();
    return IntStream.range(0, readonly.size())
        .filter(i -> isRoot(readonly.get(i)))
        .mapToObj(i -> Origin.field("/linux/readonlyPaths/" + i))
        .findFirst();
  }
}
