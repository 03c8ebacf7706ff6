package org.jrunc.spec.check;

import org.jrunc.spec.Process;
import org.jrunc.spec.Scheduler;
import org.jrunc.spec.SchedulerPolicy;
import org.jrunc.spec.Spec;
import org.jspecify.annotations.Nullable;

/** When and where the process runs (config.md, "Linux Process"). */
final class SchedulingChapter implements Chapter {
  private static final String SECTION = "config.md, Linux Process";

  /** As high as runc goes. */
  private static final int HIGHEST_CPU = 1023;

  @Override
  public void check(Spec spec, Findings findings) {
    var process = spec.process();
    if (process != null) {
      check(process, findings);
    }
  }

  static void check(Process process, Findings findings) {
    var scheduler = process.scheduler();
    if (scheduler != null) {
      scheduler(scheduler, findings);
    }
    var io = process.ioPriority();
    if (io != null && (io.priority() < 0 || io.priority() > 7)) {
      var message = "invalid ioPriority.Priority: " + io.priority();
      findings.add("/process/ioPriority/priority", "io-priority", message, SECTION);
    }
    var affinity = process.execCPUAffinity();
    if (affinity != null) {
      cpus("initial", affinity.initial(), findings);
      cpus("final", affinity.finalCpus(), findings);
    }
  }

  private static void scheduler(Scheduler scheduler, Findings findings) {
    var policy = scheduler.policy();
    var timeSharing =
        policy == SchedulerPolicy.SCHED_OTHER || policy == SchedulerPolicy.SCHED_BATCH;
    if (timeSharing && (scheduler.nice() < -20 || scheduler.nice() > 19)) {
      var message =
          "invalid scheduler.nice: " + scheduler.nice() + " when scheduler.policy is " + policy;
      findings.add("/process/scheduler/nice", "scheduler-nice", message, SECTION);
    }
    var realTime = policy == SchedulerPolicy.SCHED_FIFO || policy == SchedulerPolicy.SCHED_RR;
    if (realTime && (scheduler.priority() < 1 || scheduler.priority() > 99)) {
      var message = "expected a priority from 1 to 99, found " + scheduler.priority();
      findings.add("/process/scheduler/priority", "scheduler-range", message, SECTION);
    }
    if (policy == SchedulerPolicy.SCHED_DEADLINE) {
      deadline(scheduler, findings);
    }
    if (!realTime && scheduler.priority() != 0) {
      var message = "scheduler.priority can only be specified for SchedFIFO or SchedRR policy";
      findings.add("/process/scheduler/priority", "scheduler-priority", message, SECTION);
    }
    var times = scheduler.runtime() | scheduler.deadline() | scheduler.period();
    if (policy != SchedulerPolicy.SCHED_DEADLINE && times != 0) {
      var message =
          "scheduler runtime/deadline/period can only be specified for SchedDeadline policy";
      findings.add("/process/scheduler", "scheduler-deadline", message, SECTION);
    }
  }

  /** The order that sched(7) asks for; a period of zero stands for the deadline. */
  private static void deadline(Scheduler scheduler, Findings findings) {
    var period = scheduler.period() == 0 ? scheduler.deadline() : scheduler.period();
    if (scheduler.runtime() == 0
        || scheduler.runtime() > scheduler.deadline()
        || scheduler.deadline() > period) {
      var message = "expected 0 < runtime <= deadline <= period";
      findings.add("/process/scheduler", "scheduler-order", message, SECTION);
    }
  }

  private static void cpus(String name, @Nullable String list, Findings findings) {
    var pointer = "/process/execCPUAffinity/" + name;
    var problem = list == null ? null : IdList.problem(list);
    if (problem != null) {
      findings.add(pointer, "cpu-list", problem, SECTION);
    } else if (list != null && IdList.exceeds(list, HIGHEST_CPU)) {
      var message = "values larger than " + HIGHEST_CPU + " are not supported";
      findings.add(pointer, "cpu-list", message, SECTION);
    }
  }
}
