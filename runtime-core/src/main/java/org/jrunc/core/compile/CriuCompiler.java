package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.plan.CriuStep;
import org.jrunc.core.plan.MountOptions.PropagationChange;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.Propagation;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.Mount;
import org.jrunc.spec.Spec;

/**
 * Decides what the executor does before it becomes CRIU. For a restore it makes the mount points
 * that a new root file system lacks, in a mount namespace of its own.
 */
public final class CriuCompiler {
  /** The executor's descriptors: socket to the engine, program, {@code /dev/null}. */
  public static final int FIRST = 3;

  /** The descriptor of the socket on which CRIU is asked; others follow. */
  public static final int SERVICE = FIRST + 3;

  /** More than the executor has open at a time beside those that it hands on. */
  private static final int TRANSIENT = 16;

  private static final PropagationChange ISOLATED = new PropagationChange(Propagation.SLAVE, true);

  private final List<Step> steps = new ArrayList<>();

  private CriuCompiler() {}

  /**
   * The descriptor of the first directory that is opened for CRIU.
   *
   * @param passed how many descriptors follow {@link #SERVICE}
   */
  public static int directories(int passed) {
    return SERVICE + passed + TRANSIENT;
  }

  /**
   * A plan that ends with the execution of CRIU.
   *
   * @param program its path
   * @param environment its environment
   */
  public static Plan execution(String program, List<String> environment) {
    var compiler = new CriuCompiler();
    compiler.begin(true);
    return compiler.execute(program, environment);
  }

  /**
   * The plan of a restore.
   *
   * @param place where the root file system is bound for CRIU
   * @param spec the configuration
   * @param container how the container would be made
   * @param mute whether the standard streams are nobody's
   * @param directories those that CRIU works in, which get descriptors from {@code first} on
   */
  public static Plan restore(
      String program,
      List<String> environment,
      String place,
      Spec spec,
      Plan container,
      boolean mute,
      List<String> directories,
      int first) {
    var compiler = new CriuCompiler();
    compiler.begin(mute);
    compiler.prepareRoot(place, spec, container);
    for (int i = 0; i < directories.size(); i++) {
      var origin = Origin.implied("CRIU mounts in the directories that it works in");
      compiler.steps.add(new CriuStep.OpenDirectory(directories.get(i), first + i, origin));
    }
    return compiler.execute(program, environment);
  }

  private void begin(boolean mute) {
    steps.add(
        new CriuStep.KeepDescriptors(FIRST, mute, Origin.implied("the executor's are its own")));
  }

  private Plan execute(String program, List<String> environment) {
    var arguments = List.of("criu", "swrk", Integer.toString(SERVICE));
    var origin = Origin.implied("criu(8)");
    steps.add(new ProcessStep.Exec(List.of(program), arguments, environment, origin));
    return new Plan(steps, List.of());
  }

  private void prepareRoot(String place, Spec spec, Plan container) {
    var origin = Origin.field("/root/path");
    var root = container.only(MountStep.OpenRootfs.class).getFirst();
    steps.add(new CriuStep.IsolateMounts(Origin.implied("nothing stays mounted on the host")));
    steps.add(new MountStep.IsolateMounts(ISOLATED, Origin.implied("nothing reaches the host")));
    steps.add(new CriuStep.BindRoot(root.path(), place, origin));
    // Mounts are made here only to make mount points in them: CRIU mounts for itself.
    steps.add(root);
    addMountPoints(spec, container);
    steps.add(new CriuStep.DropMounts(root.path(), origin));
  }

  private void addMountPoints(Spec spec, Plan container) {
    var binds = new HashMap<Origin, MountStep.BindMount>();
    container.only(MountStep.BindMount.class).forEach(bind -> binds.put(bind.origin(), bind));
    for (int i = 0; i < spec.mounts().size(); i++) {
      var mount = spec.mounts().get(i);
      var origin = Origin.field("/mounts/" + i);
      var target = MountPaths.clean(mount.destination());
      // CRIU fills a tmpfs before it mounts in it; cgroups of v1 are mounted in one.
      if ("cgroup".equals(mount.type()) || isOnTmpfs(target, spec.mounts())) {
        continue;
      }
      var bind = binds.get(origin);
      if (bind != null) {
        steps.add(plain(bind));
      } else if (isNew(mount)) {
        steps.add(new CriuStep.MakeMountPoint(target, origin));
      }
    }
  }

  /** Owners do not matter for a mount point. */
  private static MountStep.BindMount plain(MountStep.BindMount bind) {
    return new MountStep.BindMount(
        bind.source(), bind.kind(), bind.target(), bind.options(), Optional.empty(), bind.origin());
  }

  private static boolean isNew(Mount mount) {
    return !mount.isBind() && !mount.options().contains("remount");
  }

  private static boolean isOnTmpfs(String target, List<Mount> mounts) {
    for (var mount : mounts) {
      if ("tmpfs".equals(mount.type())
          && target.startsWith(MountPaths.clean(mount.destination()) + "/")) {
        return true;
      }
    }
    return false;
  }
}
