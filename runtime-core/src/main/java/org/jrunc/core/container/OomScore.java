package org.jrunc.core.container;

import java.nio.file.Path;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.plan.HostStep;

/** How soon the kernel ends a process for want of memory: proc_pid_oom_score_adj(5). */
final class OomScore {
  private OomScore() {}

  /** Sets it; a failure begins with these first words, and names the field. */
  static void set(String prefix, int pid, HostStep.SetOomScoreAdj step) {
    try {
      var file = Path.of("/proc/" + pid + "/oom_score_adj");
      KernelFile.write(file, Integer.toString(step.value()));
    } catch (SyscallFailure e) {
      throw InitFailures.oomScore(prefix, step, e);
    }
  }
}
