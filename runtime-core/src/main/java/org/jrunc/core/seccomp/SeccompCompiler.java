package org.jrunc.core.seccomp;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.SeccompBuilder;
import org.jrunc.core.linux.SeccompLibrary;
import org.jrunc.spec.linux.Seccomp;
import org.jrunc.spec.linux.SeccompAction;
import org.jrunc.spec.linux.SeccompFlag;
import org.jrunc.spec.linux.SyscallRule;
import org.jspecify.annotations.Nullable;

/** Turns the seccomp section of config.json into a filter, as runc would. */
final class SeccompCompiler {
  private static final String POINTER = "/linux/seccomp";
  private static final int LONG_LIST = 32;

  private final SeccompLibrary library;
  private final Seccomp seccomp;
  private final boolean strict;
  private final int defaultAction;

  private SeccompCompiler(SeccompLibrary library, Seccomp seccomp, boolean strict) {
    this.library = library;
    this.seccomp = seccomp;
    this.strict = strict;
    this.defaultAction = SeccompNumbers.action(seccomp.defaultAction(), seccomp.defaultErrnoRet());
  }

  static SeccompFilter compile(SeccompLibrary library, Seccomp seccomp, boolean strict) {
    return new SeccompCompiler(library, seccomp, strict).compile();
  }

  private SeccompFilter compile() {
    boolean notifies = checkNotifications();
    var program = new ByteArrayOutputStream();
    if (refusesWhatItDoesNotList()) {
      program.writeBytes(BpfInstruction.encode(NewerCalls.program(newest())));
    }
    program.writeBytes(rules());
    int length = program.size() / BpfInstruction.SIZE;
    if (length > SeccompFilter.MOST_INSTRUCTIONS) {
      throw new SpecFailure(
          POINTER,
          "cannot load a seccomp filter of "
              + length
              + " instructions: the kernel takes "
              + SeccompFilter.MOST_INSTRUCTIONS);
    }
    return new SeccompFilter(program.toByteArray(), flags(notifies), notifies);
  }

  // The process hands the listener's descriptor over itself, after the filter is in place: what it
  // needs for that must not wait for the listener.
  private boolean checkNotifications() {
    if (seccomp.defaultAction() == SeccompAction.SCMP_ACT_NOTIFY) {
      throw new SpecFailure(
          POINTER + "/defaultAction", "SCMP_ACT_NOTIFY cannot be used as default action");
    }
    boolean notifies = false;
    for (int i = 0; i < seccomp.syscalls().size(); i++) {
      var rule = seccomp.syscalls().get(i);
      if (rule.action() == SeccompAction.SCMP_ACT_NOTIFY) {
        notifies = true;
        if (rule.names().contains("write")) {
          throw new SpecFailure(
              POINTER + "/syscalls/" + i, "SCMP_ACT_NOTIFY cannot be used for the write syscall");
        }
      }
    }
    return notifies;
  }

  // A tracer answers for what it does not know, so that counts as allowing.
  private boolean refusesWhatItDoesNotList() {
    return switch (seccomp.defaultAction()) {
      case SCMP_ACT_ALLOW, SCMP_ACT_LOG, SCMP_ACT_TRACE -> false;
      case SCMP_ACT_KILL,
          SCMP_ACT_KILL_THREAD,
          SCMP_ACT_KILL_PROCESS,
          SCMP_ACT_TRAP,
          SCMP_ACT_ERRNO,
          SCMP_ACT_NOTIFY ->
          true;
    };
  }

  private Map<Integer, Integer> newest() {
    Set<Integer> tokens = new LinkedHashSet<>();
    seccomp.architectures().forEach(arch -> tokens.add(SeccompNumbers.token(arch)));
    // Some profiles do not list the architecture they are for.
    tokens.add(library.nativeArchitecture());
    var newest = new LinkedHashMap<Integer, Integer>();
    for (int token : tokens) {
      int number =
          seccomp.syscalls().stream()
              .flatMap(rule -> rule.names().stream())
              .mapToInt(name -> library.resolve(name, token).orElse(0))
              .max()
              .orElse(0);
      newest.put(token, number);
    }
    return newest;
  }

  private byte[] rules() {
    try (var builder = builder()) {
      for (int i = 0; i < seccomp.architectures().size(); i++) {
        addArchitecture(builder, i);
      }
      if (seccomp.syscalls().stream().mapToInt(rule -> rule.names().size()).sum() > LONG_LIST) {
        builder.preferBinaryTree();
      }
      for (int i = 0; i < seccomp.syscalls().size(); i++) {
        addRule(builder, seccomp.syscalls().get(i), POINTER + "/syscalls/" + i);
      }
      return builder.program();
    }
  }

  private SeccompBuilder builder() {
    try {
      return library.builder(defaultAction);
    } catch (SyscallFailure e) {
      throw new SpecFailure(
          POINTER + "/defaultErrnoRet",
          "cannot return errno " + seccomp.defaultErrnoRet() + ": " + e.getMessage());
    }
  }

  private void addArchitecture(SeccompBuilder builder, int index) {
    var architecture = seccomp.architectures().get(index);
    try {
      builder.addArchitecture(SeccompNumbers.token(architecture));
    } catch (SyscallFailure e) {
      var why =
          library.knows(SeccompNumbers.token(architecture))
              ? "cannot be in one filter with an architecture of another byte order"
              : "is not known to libseccomp " + library.version();
      throw new SpecFailure(
          POINTER + "/architectures/" + index,
          "error adding architecture to seccomp filter: `" + architecture + "` " + why);
    }
  }

  private void addRule(SeccompBuilder builder, SyscallRule rule, String pointer) {
    int action = SeccompNumbers.action(rule.action(), rule.errnoRet());
    var alternatives = Conditions.of(rule.args(), pointer);
    // libseccomp refuses a rule that changes nothing.
    if (action == defaultAction) {
      return;
    }
    for (var name : rule.names()) {
      if (name.isEmpty()) {
        throw new SpecFailure(pointer + "/names", "empty string is not a valid syscall");
      }
      // A profile may name calls of newer kernels or other architectures.
      var number = library.resolve(name);
      if (strict && number.isEmpty()) {
        throw new SpecFailure(pointer + "/names", "invalid seccomp syscall `" + name + "`");
      }
      if (number.isPresent()) {
        for (var conditions : alternatives) {
          addRule(builder, action, name, number.getAsInt(), conditions, pointer);
        }
      }
    }
  }

  private static void addRule(
      SeccompBuilder builder,
      int action,
      String name,
      int number,
      List<SeccompBuilder.Comparison> conditions,
      String pointer) {
    try {
      builder.addRule(action, number, conditions);
    } catch (SyscallFailure e) {
      throw new SpecFailure(
          pointer, "error adding seccomp filter rule for syscall " + name + ": " + e.getMessage());
    }
  }

  private int flags(boolean notifies) {
    return flags(seccomp.flags(), notifies);
  }

  /** The bits for flags that config.json lists, or does not list at all. */
  static int flags(@Nullable List<SeccompFlag> asked, boolean notifies) {
    int flags = notifies ? Abi.SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
    if (asked == null) {
      return flags | Abi.SECCOMP_FILTER_FLAG_SPEC_ALLOW;
    }
    for (var flag : asked) {
      flags |= flag(flag, notifies);
    }
    return flags;
  }

  private static int flag(SeccompFlag flag, boolean notifies) {
    return switch (flag) {
      // There is one thread when the filter is installed.
      case SECCOMP_FILTER_FLAG_TSYNC -> 0;
      case SECCOMP_FILTER_FLAG_LOG -> Abi.SECCOMP_FILTER_FLAG_LOG;
      case SECCOMP_FILTER_FLAG_SPEC_ALLOW -> Abi.SECCOMP_FILTER_FLAG_SPEC_ALLOW;
      // The kernel takes it together with a listener only, and it means nothing without one.
      case SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV ->
          notifies ? Abi.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV : 0;
    };
  }
}
