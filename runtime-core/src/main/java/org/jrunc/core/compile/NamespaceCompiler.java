package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.NamespaceType;

/** Compiles {@code /linux/namespaces} and {@code /linux/timeOffsets}. */
final class NamespaceCompiler {
  private final Linux linux;
  private final Set<NamespaceType> created = EnumSet.noneOf(NamespaceType.class);
  private final List<LaunchStep.JoinNamespace> joined = new ArrayList<>();
  private Optional<LaunchStep.OpenUserNamespace> user = Optional.empty();
  private String timeOrigin = "";
  private String ipcOrigin = "";
  private String mountOrigin = "";

  NamespaceCompiler(Config config) {
    linux = config.linux();
    for (int i = 0; i < linux.namespaces().size(); i++) {
      var namespace = linux.namespaces().get(i);
      var pointer = "/linux/namespaces/" + i;
      var path = namespace.path();
      if (namespace.type() == NamespaceType.USER && path != null) {
        user = Optional.of(new LaunchStep.OpenUserNamespace(path, Origin.field(pointer)));
      } else if (namespace.type() == NamespaceType.MOUNT && path == null) {
        mountOrigin = pointer;
      } else if (path != null) {
        joined.add(new LaunchStep.JoinNamespace(namespace.type(), path, Origin.field(pointer)));
      } else if (namespace.type() == NamespaceType.TIME && !ownsTime(config)) {
        timeOrigin = pointer;
      } else if (namespace.type() == NamespaceType.IPC && config.hasUserNamespace()) {
        ipcOrigin = pointer;
      } else {
        created.add(namespace.type());
      }
    }
    if (!mountOrigin.isEmpty() && user.isEmpty()) {
      created.add(NamespaceType.MOUNT);
    }
    // The paths are those of the caller's mount namespace, so that one is entered last.
    joined.sort((a, b) -> Boolean.compare(entersMounts(a), entersMounts(b)));
    if (!linux.has(NamespaceType.MOUNT)) {
      throw new SpecFailure(
          "/linux/namespaces", "cannot set up a root file system without a mount namespace");
    }
  }

  private static boolean entersMounts(LaunchStep.JoinNamespace join) {
    return join.type() == NamespaceType.MOUNT;
  }

  /**
   * A time namespace belongs to the user namespace of its maker, and the clone makes it in the new
   * one; but then nobody can set its clocks off any more.
   */
  private static boolean ownsTime(Config config) {
    return config.hasUserNamespace() && config.linux().timeOffsets().isEmpty();
  }

  /** The steps into namespaces that exist, as long as there are rights to do so. */
  List<LaunchStep> joins() {
    var steps = new ArrayList<LaunchStep>(joined);
    user.ifPresent(steps::addFirst);
    if (user.isPresent() && !mountOrigin.isEmpty()) {
      steps.add(new LaunchStep.CreateMounts(Origin.field(mountOrigin)));
    }
    return steps;
  }

  /** The user namespace comes last: whoever enters it has no rights in other namespaces left. */
  List<LaunchStep> userJoin() {
    return user.stream()
        .<LaunchStep>map(open -> new LaunchStep.JoinUserNamespace(open.origin()))
        .toList();
  }

  /**
   * The steps that make the namespaces and the process in them.
   *
   * @param cgroups what the process is born in
   */
  List<LaunchStep> creation(CgroupFacts cgroups) {
    var steps = new ArrayList<LaunchStep>();
    if (!timeOrigin.isEmpty()) {
      var offsets = new StringBuilder();
      linux
          .timeOffsets()
          .forEach(
              (clock, offset) ->
                  offsets
                      .append(clock)
                      .append(' ')
                      .append(offset.secs())
                      .append(' ')
                      .append(offset.nanosecs())
                      .append('\n'));
      var origin = linux.timeOffsets().isEmpty() ? timeOrigin : "/linux/timeOffsets";
      steps.add(new LaunchStep.CreateTimeNamespace(offsets.toString(), Origin.field(origin)));
    }
    steps.add(
        new LaunchStep.CloneInit(
            List.copyOf(created),
            cgroups.unified(),
            cgroups.memory().isPresent(),
            created.contains(NamespaceType.USER),
            Origin.field("/linux/namespaces")));
    return steps;
  }

  /** The step that makes the ipc namespace once the process is root in its user namespace. */
  List<Step> ipc() {
    return ipcOrigin.isEmpty()
        ? List.of()
        : List.of(new ProcessStep.CreateIpcNamespace(Origin.field(ipcOrigin)));
  }

  /** The step into the new mounts, where sources are opened with the rights of the host's root. */
  List<LaunchStep> entry() {
    return created.contains(NamespaceType.MOUNT)
        ? List.of(new LaunchStep.EnterMounts(Origin.implied("the new root cannot reach all paths")))
        : List.of();
  }

  /** A new network namespace has its loopback interface down. */
  List<Step> loopback() {
    return created.contains(NamespaceType.NETWORK)
        ? List.of(new ProcessStep.BringUpLoopback(Origin.implied("network_namespaces(7)")))
        : List.of();
  }
}
