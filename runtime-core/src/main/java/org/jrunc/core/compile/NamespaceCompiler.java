package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
  private String timeOrigin = "";

  NamespaceCompiler(Config config) {
    linux = config.linux();
    for (int i = 0; i < linux.namespaces().size(); i++) {
      var namespace = linux.namespaces().get(i);
      var pointer = "/linux/namespaces/" + i;
      var path = namespace.path();
      if (namespace.type() == NamespaceType.USER) {
        throw new SpecFailure(
            pointer, "user namespaces are not supported by this version of jrunc");
      }
      if (path != null) {
        joined.add(new LaunchStep.JoinNamespace(namespace.type(), path, Origin.field(pointer)));
      } else if (namespace.type() == NamespaceType.TIME) {
        timeOrigin = pointer;
      } else {
        created.add(namespace.type());
      }
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

  List<LaunchStep.JoinNamespace> joins() {
    return joined;
  }

  /**
   * The steps that make the namespaces and the process in them.
   *
   * @param cgroups what the process is born in
   */
  List<Step> creation(CgroupFacts cgroups) {
    var steps = new ArrayList<Step>();
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
      steps.add(new LaunchStep.CreateTimeNamespace(offsets.toString(), Origin.field(timeOrigin)));
    }
    steps.add(
        new LaunchStep.CloneInit(
            List.copyOf(created),
            cgroups.unified(),
            cgroups.memory().isPresent(),
            Origin.field("/linux/namespaces")));
    return steps;
  }

  /** A new network namespace has its loopback interface down. */
  List<Step> loopback() {
    return created.contains(NamespaceType.NETWORK)
        ? List.of(new ProcessStep.BringUpLoopback(Origin.implied("network_namespaces(7)")))
        : List.of();
  }
}
