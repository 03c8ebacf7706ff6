package org.jrunc.core.container;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.failure.InitFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.hook.HookFailures;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.plan.DeviceStep;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.JoinStep;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.SchedulingStep;
import org.jrunc.core.plan.Step;
import org.jrunc.core.program.Argument;
import org.jrunc.core.program.Datum;
import org.jrunc.core.program.Operation;
import org.jrunc.core.program.Program;
import org.jrunc.core.program.ProgramPrinter;

/** Words what an executor reports: it knows numbers only, the program knows what they mean. */
final class InitFailures {
  /** How runc begins to word what the container's process cannot do. */
  static final String PREFIX = "unable to start container process: error during container init: ";

  /** How runc begins to word what a process cannot do that joins a container. */
  static final String EXEC_PREFIX = "unable to start container process: ";

  /** Where the fields of a container are. */
  static final String CONFIG = " in config.json";

  private InitFailures() {}

  /** The failure of an operation of a program that makes a container. */
  static RuntimeFailure of(Program program, int operation, int errno, Duration sinceHook) {
    return of(PREFIX, program, operation, errno, sinceHook);
  }

  /** The failure of an operation of a program, after these first words. */
  static RuntimeFailure of(
      String prefix, Program program, int operation, int errno, Duration sinceHook) {
    return of(prefix, CONFIG, program, operation, errno, sinceHook);
  }

  /**
   * The failure of an operation of a program.
   *
   * @param prefix the first words
   * @param document where the fields are that ask for steps
   */
  static RuntimeFailure of(
      String prefix,
      String document,
      Program program,
      int operation,
      int errno,
      Duration sinceHook) {
    if (operation < 0 || operation >= program.operations().size()) {
      return new InitFailure(prefix + "the executor refused its program", "", errno);
    }
    var step = program.steps().get(operation);
    if (step instanceof ProcessStep.RunContainerHook hook) {
      var outcome = new HookOutcome.NotExecuted(errno);
      return HookFailures.of(hook.kind(), hook.index(), hook.hook(), outcome, sinceHook, "")
          .during(prefix);
    }
    var message =
        switch (step) {
          case ProcessStep.FindExecutable find ->
              notFound(find, program.operations().get(operation), errno);
          case ProcessStep.Exec exec ->
              "exec " + executed(program.operations().get(operation)) + ": " + Errno.textOf(errno);
          case ProcessStep.EnterWorkingDirectory enter -> cwd(enter.path(), errno);
          case ProcessStep.RetryWorkingDirectory retry -> cwd(retry.path(), errno);
          case ProcessStep.OpenWorkingDirectory open -> cwd(open.path(), errno);
          case JoinStep.FindWorkingDirectory find -> cwd(find.path(), errno);
          case SchedulingStep.SetScheduler set
              when set.withinCpuset() && errno == Errno.EPERM.number() ->
              "process scheduler can't be used together with AllowedCPUs";
          case MountStep mount -> mounting(mount, program, operation, errno, document);
          case DeviceStep.ReopenNull reopen when program.refuses(operation) ->
              "can't reopen /dev/null: container's /dev/null is invalid";
          case DeviceStep.CreateDevice device when program.refuses(operation) ->
              device.complaint() + ": something else is in its place" + from(device, document);
          default -> generic(step, program.operations().get(operation), errno, document);
        };
    return new InitFailure(prefix + message, step.origin().pointer(), errno);
  }

  /** The engine could not set a limit of the process. */
  static InitFailure limit(String prefix, HostStep.SetRlimit step, int errno) {
    var message =
        "error setting rlimits for ready process: error setting rlimit type "
            + step.resource()
            + ": "
            + Errno.textOf(errno)
            + " ("
            + step.type()
            + ", from "
            + step.origin().pointer()
            + " in config.json)";
    return new InitFailure(prefix + message, step.origin().pointer(), errno);
  }

  /** The engine could not set how soon the kernel ends the process for want of memory. */
  static InitFailure oomScore(String prefix, HostStep.SetOomScoreAdj step, SyscallFailure failure) {
    var pointer = step.origin().pointer();
    return new InitFailure(prefix + failure.from(pointer).getMessage(), pointer, failure.errno());
  }

  /** The engine could not fill a tmpfs with what it covers. */
  static InitFailure copying(
      String prefix, String document, MountStep.CopyUp step, RuntimeFailure cause) {
    var message = step.complaint() + ": " + cause.getMessage() + from(step, document);
    return new InitFailure(prefix + message, step.origin().pointer(), 0);
  }

  /** The process died without saying why. */
  static InitFailure died() {
    return died(PREFIX);
  }

  /**
   * The process that was to become the container died without saying why.
   *
   * @param memoryLimit what limits its memory
   * @param kills how many processes the kernel has ended for want of memory
   * @param filtered whether a filter may have kept it from that
   */
  static InitFailure died(Optional<CgroupWrite> memoryLimit, long kills, boolean filtered) {
    var pointer = memoryLimit.map(CgroupWrite::origin).orElse("");
    var limit =
        memoryLimit
            .map(write -> ": the limit is " + write.value() + " bytes" + from(pointer, CONFIG))
            .orElse("");
    if (kills == 0) {
      return filtered ? filtered() : died();
    }
    return new InitFailure(
        EXEC_PREFIX + "container init was OOM-killed (memory limit too low?)" + limit, pointer, 0);
  }

  private static InitFailure filtered() {
    var pointer = "/linux/seccomp";
    return new InitFailure(
        PREFIX
            + "the process was killed, or ran out of memory, or its filter forbids what it does"
            + " before it executes the program"
            + from(pointer, CONFIG),
        pointer,
        0);
  }

  /** The process died without saying why, after these first words. */
  static InitFailure died(String prefix) {
    return new InitFailure(
        prefix + "the process was killed, or ran out of memory, before it was ready", "", 0);
  }

  private static String executed(Operation operation) {
    return operation instanceof Operation.Call call
            && call.arguments().getFirst() instanceof Argument.Address path
            && path.datum() instanceof Datum.Text text
        ? text.value()
        : "";
  }

  // Go's exec.LookPath, word for word: docker and podman derive exit codes 126 and 127 from it.
  private static String notFound(ProcessStep.FindExecutable step, Operation operation, int errno) {
    var name = "exec: \"" + step.name() + "\": ";
    if (!step.name().contains("/")) {
      return errno == Errno.EBADF.number()
          ? name + "cannot run executable found relative to current directory"
          : name + "executable file not found in $PATH";
    }
    // That it is a directory comes out when it has been found.
    boolean missing = errno != Errno.EISDIR.number();
    return missing && operation instanceof Operation.Call call && call.syscall() == Syscall.OPENAT
        ? name + "stat " + step.name() + ": " + Errno.textOf(errno)
        : name + Errno.textOf(errno);
  }

  private static String mounting(
      MountStep step, Program program, int operation, int errno, String document) {
    return switch (step) {
      case MountStep.MountFilesystem mount
          when errno == Errno.ELOOP.number() && onlyOnDirectory(mount) ->
          "filesystem \""
              + mount.type()
              + "\" must be mounted on ordinary directory"
              + from(mount, document);
      case MountStep.BindMount bind when program.refuses(operation) ->
          "override of the mount destination `"
              + bind.target()
              + "` is not allowed"
              + from(bind, document);
      case MountStep.BindMount bind
          when errno == Errno.EINVAL.number() && isAttaching(program.operations().get(operation)) ->
          bind.complaint()
              + ": not a directory: source and target must both be one, or neither"
              + from(bind, document);
      case MountStep.CopySymlink copy when program.refuses(operation) ->
          "symlink `"
              + copy.target()
              + "` already exists with a different content"
              + from(copy, document);
      default -> generic(step, program.operations().get(operation), errno, document);
    };
  }

  /** They must not be where a symbolic link of the image says: CVE-2019-19921. */
  private static boolean onlyOnDirectory(MountStep.MountFilesystem mount) {
    return mount.type().equals("proc") || mount.type().equals("sysfs");
  }

  /** It fails with EINVAL where mount(2) would with ENOTDIR, which Docker explains to its users. */
  private static boolean isAttaching(Operation operation) {
    return operation instanceof Operation.Call call && call.syscall() == Syscall.MOVE_MOUNT;
  }

  private static String cwd(String path, int errno) {
    return "chdir to cwd (\"" + path + "\") set in config.json failed: " + Errno.textOf(errno);
  }

  private static String generic(Step step, Operation operation, int errno, String document) {
    var call = operation instanceof Operation.Call made ? ProgramPrinter.call(made) : "";
    return String.format(
        Locale.ROOT,
        "%s: %s = %s (%s)%s",
        step.complaint(),
        call,
        Errno.nameOf(errno),
        Errno.textOf(errno),
        from(step, document));
  }

  /** What asked for a step; nothing for one that no field asked for. */
  private static String from(Step step, String document) {
    return from(step.origin().pointer(), document);
  }

  private static String from(String pointer, String document) {
    return pointer.isEmpty() ? "" : " (from " + pointer + document + ")";
  }
}
