package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.JoinStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.spec.Mount;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;

/**
 * Decides what is done to add mounts to a container that runs, or to take some away. Pure, as
 * {@link PlanCompiler}, whose steps it uses.
 */
public final class LiveMountCompiler {
  /** Those whose instance is that of a namespace which only a child of ours would be in. */
  private static final Set<String> BOUND_TO_INIT = Set.of("proc", "cgroup", "cgroup2");

  private final Descriptors descriptors = Descriptors.after(0);
  private final List<Step> steps = new ArrayList<>();

  private LiveMountCompiler() {}

  /**
   * The plan that adds mounts.
   *
   * @param spec the container's, with the mounts to add in the place of its own
   * @param facts what their sources are, and the modes of directories below a tmpfs
   * @param namespaces the namespaces of the container that are not the caller's
   * @param user where the user namespace is, if it is one of them
   * @throws SpecFailure if something impossible or unknown is asked for
   */
  public static Plan addition(
      Spec spec,
      HostFacts facts,
      LaunchOptions options,
      Set<NamespaceType> namespaces,
      Optional<String> user) {
    var compiler = new LiveMountCompiler();
    compiler.add(Config.of(located(spec, user)), facts, options, namespaces, user);
    return new Plan(compiler.steps);
  }

  /** The path by which the container joined a user namespace may lead elsewhere by now. */
  private static Spec located(Spec spec, Optional<String> user) {
    var linux = spec.linux();
    if (linux == null || user.isEmpty()) {
      return spec;
    }
    var namespaces = new ArrayList<Namespace>();
    for (var namespace : linux.namespaces()) {
      boolean joined = namespace.type() == NamespaceType.USER && namespace.path() != null;
      namespaces.add(joined ? new Namespace(NamespaceType.USER, user.get()) : namespace);
    }
    return spec.withLinux(linux.withNamespaces(namespaces));
  }

  private void add(
      Config config,
      HostFacts facts,
      LaunchOptions options,
      Set<NamespaceType> namespaces,
      Optional<String> user) {
    refuseBound(config.spec().mounts());
    var mounts = new MountCompiler(config, facts, options);
    var mounting = mounts.mounts();
    refuseLong(mounting);
    prepare();
    steps.addAll(mounts.idMappings());
    steps.addAll(outside(user));
    // Opened where their paths can be reached; in a user namespace the kernel locks their flags.
    steps.addAll(mounts.sources(mounting, descriptors));
    enter(namespaces);
    if (user.isPresent()) {
      steps.addAll(new UserNamespaceCompiler(config).root());
    }
    steps.add(new JoinStep.OpenRoot(Origin.implied("targets are those of the container")));
    steps.addAll(mounting);
    steps.addAll(mounts.readonly());
    leave();
  }

  /** Only mount(2) takes them, on a path, and whose processes run could exchange that. */
  private static void refuseLong(List<MountStep> mounts) {
    for (var mount : mounts) {
      if (mount instanceof MountStep.MountFilesystem filesystem && filesystem.exceedsParameters()) {
        throw new SpecFailure(
            filesystem.origin().pointer() + "/options",
            "an option of more than 255 bytes cannot be given to a mount that is added");
      }
    }
  }

  /** Beyond peers of the host, so that no mount that the container makes there comes back. */
  private static List<Step> outside(Optional<String> user) {
    var steps = new ArrayList<Step>();
    var isolated = Origin.implied("no mount of the container reaches the host");
    if (user.isPresent()) {
      var owner = Origin.implied("user_namespaces(7)");
      steps.add(new LaunchStep.OpenUserNamespace(user.get(), owner));
      steps.add(new LaunchStep.CreateMounts(owner));
    } else {
      steps.add(new JoinStep.CopyMounts(isolated));
    }
    steps.add(new MountStep.IsolateMounts(MountCompiler.ISOLATED, isolated));
    return steps;
  }

  /**
   * The plan that takes mounts away.
   *
   * @param mounts of which only the destinations count
   * @throws SpecFailure if one is the root
   */
  public static Plan removal(List<Mount> mounts) {
    var compiler = new LiveMountCompiler();
    compiler.remove(mounts);
    return new Plan(compiler.steps);
  }

  private void remove(List<Mount> mounts) {
    prepare();
    enter(Set.of(NamespaceType.MOUNT));
    steps.add(new JoinStep.OpenRoot(Origin.implied("targets are those of the container")));
    for (int i = 0; i < mounts.size(); i++) {
      var pointer = "/mounts/" + i;
      var target = MountPaths.clean(mounts.get(i).destination());
      if (target.equals("/")) {
        throw new SpecFailure(pointer + "/destination", "the root cannot be unmounted");
      }
      steps.add(new MountStep.Unmount(target, Origin.field(pointer)));
    }
    leave();
  }

  private void prepare() {
    var reason = Origin.implied("CVE-2016-9962");
    steps.add(new LaunchStep.PrepareLaunch(descriptors.sync(), descriptors.program(), reason));
    steps.add(new SyncStep.AwaitEngine(Origin.implied("whoever begins also sees the end")));
  }

  private void enter(Set<NamespaceType> namespaces) {
    var entered =
        namespaces.stream()
            .filter(type -> type != NamespaceType.PID && type != NamespaceType.TIME)
            .sorted()
            .toList();
    var mount = Origin.implied("mount_namespaces(7)");
    steps.add(new JoinStep.EnterContainer(descriptors.container(), entered, mount));
  }

  private void leave() {
    var done = Origin.implied("the engine waits for the outcome");
    steps.add(new SyncStep.ReportReady(done));
    steps.add(new JoinStep.Leave(done));
  }

  private static void refuseBound(List<Mount> mounts) {
    for (int i = 0; i < mounts.size(); i++) {
      var mount = mounts.get(i);
      if (!mount.isBind() && mount.type() != null && BOUND_TO_INIT.contains(mount.type())) {
        throw new SpecFailure(
            "/mounts/" + i + "/type",
            "a mount of type `" + mount.type() + "` cannot be added to a container that runs");
      }
    }
  }
}
