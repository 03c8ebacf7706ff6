package org.jrunc.spec.check;

import java.util.List;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Seccomp;
import org.jrunc.spec.linux.SeccompAction;
import org.jrunc.spec.linux.SyscallRule;
import org.jspecify.annotations.Nullable;

/** The system call filter (config-linux.md, "Seccomp"). */
final class SeccompChapter implements Chapter {
  private static final String SECTION = "config-linux.md, Seccomp";
  private static final String SECCOMP = "/linux/seccomp";
  private static final int LAST_ARGUMENT = 5;

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux();
    var seccomp = linux == null ? null : linux.seccomp();
    if (seccomp != null) {
      defaults(seccomp, findings);
      listener(seccomp, findings);
      rules(seccomp.syscalls(), findings);
    }
  }

  private static void defaults(Seccomp seccomp, Findings findings) {
    if (seccomp.defaultAction() == SeccompAction.SCMP_ACT_NOTIFY) {
      var message = "SCMP_ACT_NOTIFY cannot be used as default action";
      findings.add(SECCOMP + "/defaultAction", "seccomp-notify-default", message, SECTION);
    }
    errno(
        SECCOMP + "/defaultErrnoRet", seccomp.defaultAction(), seccomp.defaultErrnoRet(), findings);
  }

  private static void errno(
      String pointer, SeccompAction action, @Nullable Integer errno, Findings findings) {
    if (errno != null
        && action != SeccompAction.SCMP_ACT_ERRNO
        && action != SeccompAction.SCMP_ACT_TRACE) {
      var message = "the action `" + action + "` has no errno";
      findings.add(pointer, "seccomp-errno", message, SECTION);
    }
  }

  private static void listener(Seccomp seccomp, Findings findings) {
    var path = seccomp.listenerPath();
    findings.noNul(SECCOMP + "/listenerPath", path, SECTION);
    // Rules that need a listener may have one that only the runtime knows of.
    if (path == null && seccomp.listenerMetadata() != null) {
      var message = "metadata without listenerPath";
      findings.add(SECCOMP + "/listenerMetadata", "seccomp-metadata", message, SECTION);
    }
  }

  private static void rules(List<SyscallRule> rules, Findings findings) {
    for (var index = 0; index < rules.size(); index++) {
      rule(SECCOMP + "/syscalls/" + index, rules.get(index), findings);
    }
  }

  private static void rule(String pointer, SyscallRule rule, Findings findings) {
    if (rule.names().isEmpty()) {
      findings.add(pointer + "/names", "seccomp-names", "names must not be empty", SECTION);
    }
    // The descriptor of the filter goes to the runtime by write(2), under the filter itself.
    if (rule.action() == SeccompAction.SCMP_ACT_NOTIFY && rule.names().contains("write")) {
      var message = "SCMP_ACT_NOTIFY cannot be used for the write syscall";
      findings.add(pointer + "/action", "seccomp-notify-write", message, SECTION);
    }
    errno(pointer + "/errnoRet", rule.action(), rule.errnoRet(), findings);
    for (var index = 0; index < rule.args().size(); index++) {
      var argument = rule.args().get(index).index();
      if (argument > LAST_ARGUMENT) {
        var message = "expected an argument from 0 to 5, found " + argument;
        findings.add(pointer + "/args/" + index + "/index", "seccomp-index", message, SECTION);
      }
    }
  }
}
