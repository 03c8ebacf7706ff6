package org.jrunc.core.compile;

import java.util.List;
import java.util.stream.Stream;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.SchedulingStep;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.check.IdList;
import org.jrunc.spec.linux.PersonalityDomain;

/**
 * Compiles when the process runs, on what, and as what. {@code execCPUAffinity} is not for the
 * first process: config.md, "Linux Process".
 */
final class SchedulingCompiler {
  private static final long PER_LINUX = 0;
  private static final long PER_LINUX32 = 8;

  private final Config config;

  SchedulingCompiler(Config config) {
    this.config = config;
  }

  Step allCpus() {
    return new SchedulingStep.ResetAffinity(
        Origin.implied("what the caller is pinned to does not bind the container"));
  }

  /** Where a process that joins the container runs until it is in its cgroups. */
  List<Step> initialCpus() {
    var affinity = config.process().execCPUAffinity();
    var cpus = affinity == null ? null : affinity.initial();
    return cpus == null ? List.of() : List.of(cpus("initial", cpus));
  }

  /** Where it runs from then on; who says only where it begins leaves the rest to the cpuset. */
  List<Step> finalCpus() {
    var affinity = config.process().execCPUAffinity();
    if (affinity == null) {
      return List.of(allCpus());
    }
    var cpus = affinity.finalCpus();
    return cpus == null ? List.of() : List.of(cpus("final", cpus));
  }

  private static Step cpus(String which, String list) {
    return new SchedulingStep.SetAffinity(
        IdList.members(list), Origin.field("/process/execCPUAffinity/" + which));
  }

  List<Step> steps() {
    return Stream.of(scheduler(), ioPriority(), personality(), memoryPolicy())
        .flatMap(List::stream)
        .toList();
  }

  private List<Step> scheduler() {
    var scheduler = config.process().scheduler();
    if (scheduler == null) {
      return List.of();
    }
    var resources = config.linux().resources();
    var cpu = resources == null ? null : resources.cpu();
    boolean withinCpuset = cpu != null && cpu.cpus() != null;
    return List.of(
        new SchedulingStep.SetScheduler(
            scheduler, withinCpuset, Origin.field("/process/scheduler")));
  }

  private List<Step> ioPriority() {
    var priority = config.process().ioPriority();
    return priority == null
        ? List.of()
        : List.of(new SchedulingStep.SetIoPriority(priority, Origin.field("/process/ioPriority")));
  }

  private List<Step> personality() {
    var personality = config.linux().personality();
    if (personality == null) {
      return List.of();
    }
    long persona = personality.domain() == PersonalityDomain.LINUX32 ? PER_LINUX32 : PER_LINUX;
    return List.of(
        new ProcessStep.SetPersonality(persona, Origin.field("/linux/personality/domain")));
  }

  private List<Step> memoryPolicy() {
    var policy = config.linux().memoryPolicy();
    if (policy == null) {
      return List.of();
    }
    var nodes = policy.nodes() == null ? List.<Integer>of() : IdList.members(policy.nodes());
    return List.of(
        new SchedulingStep.SetMemoryPolicy(policy, nodes, Origin.field("/linux/memoryPolicy")));
  }
}
