package org.jrunc.spec;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The container process (config.md, "Process"); also the document that {@code exec --process}
 * reads.
 *
 * @param terminal whether the process gets a pseudo terminal
 * @param consoleSize initial size of that terminal; ignored without one
 * @param user identity of the process; root when absent
 * @param args the executable and its arguments
 * @param env environment, entries {@code NAME=value}
 * @param cwd working directory, absolute inside the container
 * @param capabilities capability sets; absent means none
 * @param rlimits resource limits
 * @param noNewPrivileges whether execve can no longer grant privileges, see prctl(2)
 *     PR_SET_NO_NEW_PRIVS
 * @param apparmorProfile AppArmor profile to change to on exec
 * @param oomScoreAdj value for /proc/self/oom_score_adj; absent leaves the inherited one
 * @param scheduler scheduling attributes, see sched_setattr(2)
 * @param selinuxLabel SELinux label of the process
 * @param ioPriority I/O scheduling class and priority, see ioprio_set(2)
 * @param execCPUAffinity CPU affinity of processes started by {@code exec}
 */
@SuppressWarnings("AvoidCommonTypeNames") // the word of the specification
public record Process(
    boolean terminal,
    @Nullable ConsoleSize consoleSize,
    User user,
    List<String> args,
    List<String> env,
    String cwd,
    @Nullable Capabilities capabilities,
    List<Rlimit> rlimits,
    boolean noNewPrivileges,
    @Nullable String apparmorProfile,
    @Nullable Integer oomScoreAdj,
    @Nullable Scheduler scheduler,
    @Nullable String selinuxLabel,
    @Nullable IoPriority ioPriority,
    @Nullable ExecCpuAffinity execCPUAffinity) {

  public Process {
    user = user == null ? User.ROOT : user;
    args = Fields.orEmpty(args);
    env = Fields.orEmpty(env);
    cwd = Fields.orEmpty(cwd);
    rlimits = Fields.orEmpty(rlimits);
    apparmorProfile = Fields.emptyToNull(apparmorProfile);
    selinuxLabel = Fields.emptyToNull(selinuxLabel);
  }

  /**
   * Returns this process with other arguments.
   *
   * @param newArgs the executable and its arguments
   * @return a copy
   */
  public Process withArgs(List<String> newArgs) {
    return new Process(
        terminal,
        consoleSize,
        user,
        newArgs,
        env,
        cwd,
        capabilities,
        rlimits,
        noNewPrivileges,
        apparmorProfile,
        oomScoreAdj,
        scheduler,
        selinuxLabel,
        ioPriority,
        execCPUAffinity);
  }

  /**
   * Returns this process with or without a terminal.
   *
   * @param newTerminal whether it gets one
   * @return a copy
   */
  public Process withTerminal(boolean newTerminal) {
    return new Process(
        newTerminal,
        consoleSize,
        user,
        args,
        env,
        cwd,
        capabilities,
        rlimits,
        noNewPrivileges,
        apparmorProfile,
        oomScoreAdj,
        scheduler,
        selinuxLabel,
        ioPriority,
        execCPUAffinity);
  }
}
