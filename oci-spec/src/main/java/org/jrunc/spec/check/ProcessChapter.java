package org.jrunc.spec.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jrunc.spec.Process;
import org.jrunc.spec.Rlimit;
import org.jrunc.spec.Spec;
import org.jrunc.spec.User;

/** The container process (config.md, "Process" and "POSIX process"). */
final class ProcessChapter implements Chapter {
  private static final String PROCESS = "config.md, Process";
  private static final String POSIX = "config.md, POSIX process";
  private static final String LINUX = "config.md, Linux Process";
  private static final int OOM_SCORE_ADJ = 1000;

  /** {@code (uid_t) -1}. */
  private static final long NO_ID = 0xFFFF_FFFFL;

  /** setrlimit(2) of Linux. */
  private static final Set<String> RLIMITS =
      Set.of(
          "RLIMIT_AS",
          "RLIMIT_CORE",
          "RLIMIT_CPU",
          "RLIMIT_DATA",
          "RLIMIT_FSIZE",
          "RLIMIT_LOCKS",
          "RLIMIT_MEMLOCK",
          "RLIMIT_MSGQUEUE",
          "RLIMIT_NICE",
          "RLIMIT_NOFILE",
          "RLIMIT_NPROC",
          "RLIMIT_RSS",
          "RLIMIT_RTPRIO",
          "RLIMIT_RTTIME",
          "RLIMIT_SIGPENDING",
          "RLIMIT_STACK");

  @Override
  public void check(Spec spec, Findings findings) {
    var process = spec.process();
    if (process == null) {
      findings.add("/process", "process-required", "process property must not be empty", PROCESS);
    } else {
      check(process, findings);
    }
  }

  static void check(Process process, Findings findings) {
    args(process.args(), findings);
    env(process.env(), findings);
    cwd(process.cwd(), findings);
    user(process.user(), findings);
    rlimits(process.rlimits(), findings);
    findings.noNul("/process/apparmorProfile", process.apparmorProfile(), LINUX);
    oomScoreAdj(process, findings);
    findings.noNul("/process/selinuxLabel", process.selinuxLabel(), LINUX);
  }

  private static void args(List<String> args, Findings findings) {
    if (args.isEmpty()) {
      findings.add("/process/args", "args-required", "args must not be empty", POSIX);
    }
    findings.noNul("/process/args", args, POSIX);
  }

  private static void env(List<String> env, Findings findings) {
    for (var index = 0; index < env.size(); index++) {
      var pointer = "/process/env/" + index;
      var equals = env.get(index).indexOf('=');
      if (equals < 0) {
        findings.add(pointer, "env-format", "invalid environment variable: missing '='", POSIX);
      } else if (equals == 0) {
        findings.add(
            pointer, "env-name", "invalid environment variable: name cannot be empty", POSIX);
      }
      findings.noNul(pointer, env.get(index), POSIX);
    }
  }

  private static void cwd(String cwd, Findings findings) {
    if (cwd.isEmpty()) {
      findings.add("/process/cwd", "cwd-required", "cwd property must not be empty", PROCESS);
    } else if (!cwd.startsWith("/")) {
      findings.add("/process/cwd", "cwd-absolute", "cwd must be an absolute path", PROCESS);
    }
    findings.noNul("/process/cwd", cwd, PROCESS);
  }

  private static void user(User user, Findings findings) {
    id("/process/user/uid", user.uid(), findings);
    id("/process/user/gid", user.gid(), findings);
    for (var index = 0; index < user.additionalGids().size(); index++) {
      id("/process/user/additionalGids/" + index, user.additionalGids().get(index), findings);
    }
  }

  /** To setresuid(2) and its like the highest number means "leave it": the process stayed root. */
  private static void id(String pointer, long id, Findings findings) {
    if (id == NO_ID) {
      findings.add(pointer, "id-none", "the number " + id + " is the id of nobody", PROCESS);
    }
  }

  private static void rlimits(List<Rlimit> rlimits, Findings findings) {
    var seen = new HashSet<String>();
    for (var index = 0; index < rlimits.size(); index++) {
      var rlimit = rlimits.get(index);
      var pointer = "/process/rlimits/" + index;
      var type = rlimit.type();
      if (!RLIMITS.contains(type)) {
        findings.add(pointer + "/type", "rlimit-type", "wrong rlimit value: " + type, POSIX);
      } else if (!seen.add(type)) {
        var message = "`" + type + "` is given twice";
        findings.add(pointer + "/type", "rlimit-duplicate", message, POSIX);
      }
      if (rlimit.soft().compareTo(rlimit.hard()) > 0) {
        var message =
            "the soft limit "
                + rlimit.soft()
                + " of `"
                + type
                + "` exceeds the hard limit "
                + rlimit.hard();
        findings.add(pointer + "/soft", "rlimit-soft", message, POSIX);
      }
    }
  }

  private static void oomScoreAdj(Process process, Findings findings) {
    var adjustment = process.oomScoreAdj();
    if (adjustment != null && (adjustment < -OOM_SCORE_ADJ || adjustment > OOM_SCORE_ADJ)) {
      var message = "expected a number from -1000 to 1000, found " + adjustment;
      findings.add("/process/oomScoreAdj", "oom-score-adj", message, LINUX);
    }
  }
}
