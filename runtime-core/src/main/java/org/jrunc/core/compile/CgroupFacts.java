package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Step;

/**
 * The container's cgroups on this host.
 *
 * @param directories the container's cgroup in every hierarchy
 * @param joins the files by which its first process joins them
 * @param unified the container's cgroup in the unified hierarchy, if there is one
 * @param memory the file by which its first process enters the cgroup that counts its memory, if
 *     there is one; not among the joins
 * @param early what is written before it joins
 * @param limits what is written after it has joined, and its maker has ended, in order
 */
public record CgroupFacts(
    List<String> directories,
    List<JoinFile> joins,
    Optional<String> unified,
    Optional<String> memory,
    List<HostStep.WriteCgroup> early,
    List<HostStep.WriteCgroup> limits) {
  /** No cgroups at all. */
  public static final CgroupFacts NONE =
      new CgroupFacts(
          List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(), List.of());

  private static final Origin PATH = Origin.field("/linux/cgroupsPath");

  /** The cgroups of a running container, which a process joins. */
  public static CgroupFacts ofRunning(List<JoinFile> joins, Optional<String> unified) {
    return new CgroupFacts(List.of(), joins, unified, Optional.empty(), List.of(), List.of());
  }

  /** Copies the lists. */
  public CgroupFacts {
    directories = List.copyOf(directories);
    joins = List.copyOf(joins);
    early = List.copyOf(early);
    limits = List.copyOf(limits);
  }

  /**
   * A file that takes a process into a cgroup.
   *
   * @param required whether a container cannot do without that cgroup
   */
  public record JoinFile(String file, boolean required) {}

  List<Step> creation() {
    var steps = new ArrayList<Step>();
    if (!directories.isEmpty()) {
      steps.add(new HostStep.CreateCgroup(directories, PATH));
      steps.addAll(early);
    }
    return steps;
  }

  /** The steps that enter the cgroups, all but those that the clone is born in or enters itself. */
  List<Step> joining() {
    var steps = new ArrayList<Step>();
    if (!directories.isEmpty()) {
      steps.add(new LaunchStep.AwaitCgroups(PATH));
      joins.forEach(
          join -> steps.add(new LaunchStep.JoinCgroup(join.file(), join.required(), PATH)));
      memory.ifPresent(file -> steps.add(new LaunchStep.OpenMemoryCgroup(file, PATH)));
    }
    return steps;
  }
}
