package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Step;

/**
 * The container's cgroups on this host.
 *
 * @param directories the container's cgroup in every hierarchy
 * @param writes the limits, in the order in which they are set
 */
public record CgroupFacts(List<String> directories, List<HostStep.WriteCgroup> writes) {
  /** No cgroups at all. */
  public static final CgroupFacts NONE = new CgroupFacts(List.of(), List.of());

  private static final Origin PATH = Origin.field("/linux/cgroupsPath");

  /** Copies the lists. */
  public CgroupFacts {
    directories = List.copyOf(directories);
    writes = List.copyOf(writes);
  }

  List<Step> creation() {
    return directories.isEmpty()
        ? List.of()
        : List.of(new HostStep.CreateCgroup(directories, PATH));
  }

  List<Step> joining() {
    if (directories.isEmpty()) {
      return List.of();
    }
    var steps = new ArrayList<Step>();
    steps.add(new HostStep.JoinCgroup(PATH));
    steps.addAll(writes);
    return steps;
  }
}
