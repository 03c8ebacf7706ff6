package org.jrunc.core.linux;

import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.result;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Flags;
import org.jrunc.core.linux.Call.Argument;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.FileSystemIds;
import org.jrunc.core.linux.binding.Layouts.Siginfo;
import org.jrunc.core.linux.binding.Layouts.Utsname;
import org.jrunc.core.linux.binding.LibC;
import org.jrunc.core.linux.binding.LibCRest;

/** Processes, clocks and what the system is, through the C library. */
interface NativeProcessCalls extends ProcessCalls {
  /** Numbers of calls younger than the C library of some hosts; equal on all architectures. */
  int PIDFD_SEND_SIGNAL = 424;

  int PIDFD_OPEN = 434;
  int CLOSE_RANGE = 436;
  int PIDFD_GETFD = 438;

  int SET_CHILD_SUBREAPER = 36;
  int DUPLICATE_CLOSE_ON_EXEC = 1030;
  int SET_FD_FLAGS = 2;
  int WAIT_PID = 1;
  int CLOCK_MONOTONIC = 1;
  int CODE_EXITED = 1;
  int CODE_DUMPED = 3;
  long NANOS = 1_000_000_000L;

  @Override
  default int pid() {
    return LibC.getpid();
  }

  @Override
  default int effectiveUser() {
    return LibC.geteuid();
  }

  @Override
  default int realUser() {
    return LibC.getuid();
  }

  @Override
  default void actAs(int uid, int gid, Runnable action) {
    int formerGroup = FileSystemIds.setfsgid(gid);
    int formerUser = FileSystemIds.setfsuid(uid);
    try {
      // Asking is the only way to learn whether it worked: setfsuid(2).
      boolean done = FileSystemIds.setfsuid(-1) == uid && FileSystemIds.setfsgid(-1) == gid;
      check(done ? 0 : -Errno.EPERM.number(), "act as user " + uid, "setfsuid", uid);
      action.run();
    } finally {
      FileSystemIds.setfsuid(formerUser);
      FileSystemIds.setfsgid(formerGroup);
    }
  }

  @Override
  default void becomeSubreaper() {
    long done = result(() -> LibC.prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0));
    check(done, "adopt orphans", "prctl", "PR_SET_CHILD_SUBREAPER", 1);
  }

  @Override
  default void kill(int pid, int signal) {
    long done = result(() -> LibC.kill(pid, signal));
    check(done, "signal process " + pid, "kill", pid, signal);
  }

  @Override
  default Fd openProcess(int pid) {
    long fd = result(() -> LibC.syscall(PIDFD_OPEN, pid, 0, 0, 0, 0, 0));
    return Fd.owned((int) check(fd, "refer to process " + pid, "pidfd_open", pid, 0));
  }

  @Override
  default void signal(Fd process, int signal) {
    long done = result(() -> LibC.syscall(PIDFD_SEND_SIGNAL, process.number(), signal, 0, 0, 0, 0));
    check(done, "signal a process", "pidfd_send_signal", process, signal, "NULL", 0);
  }

  @Override
  default Fd descriptorOf(Fd process, int number) {
    long fd = result(() -> LibC.syscall(PIDFD_GETFD, process.number(), number, 0, 0, 0, 0));
    var what = "copy descriptor " + number + " of a process";
    return Fd.owned((int) check(fd, what, "pidfd_getfd", process, number, 0));
  }

  @Override
  default int spawn(SpawnCommand command) {
    try (var spawn = new NativeSpawn(Kernel.real(), command)) {
      return spawn.start();
    }
  }

  @Override
  default WaitStatus waitFor(int pid) {
    return waitid(pid, 0).orElseThrow();
  }

  @Override
  default Optional<WaitStatus> reap(int pid) {
    return waitid(pid, Abi.WNOHANG);
  }

  private Optional<WaitStatus> waitid(int pid, int flags) {
    try (var info = Block.of(Siginfo.SIZE)) {
      long done = result(() -> LibCRest.waitid(WAIT_PID, pid, info.pointer(), Abi.WEXITED | flags));
      var options = new Argument(Flags.WAIT, Abi.WEXITED | flags);
      check(done, "wait for process " + pid, "waitid", "P_PID", pid, "siginfo", options);
      if (info.getInt(Siginfo.PID) == 0) {
        return Optional.empty();
      }
      int status = info.getInt(Siginfo.STATUS);
      return Optional.of(
          switch (info.getInt(Siginfo.CODE)) {
            case CODE_EXITED -> WaitStatus.exited(status);
            case CODE_DUMPED -> WaitStatus.killedWithCore(status);
            default -> WaitStatus.killed(status);
          });
    }
  }

  @Override
  default void limit(int pid, int resource, long soft, long hard) {
    long done = result(() -> LibCRest.prlimit(pid, resource, new long[] {soft, hard}, null));
    var limits = "{rlim_cur=" + soft + ", rlim_max=" + hard + "}";
    check(done, "set a limit of process " + pid, "prlimit64", pid, resource, limits, "NULL");
  }

  @Override
  default Optional<ProcessStat> processStat(int pid) {
    return KernelFile.readIfPresent(Path.of("/proc/" + pid + "/stat")).map(ProcessStat::parse);
  }

  @Override
  default Fd duplicate(Fd fd, int lowest) {
    long copy = result(() -> LibC.fcntl(fd.number(), DUPLICATE_CLOSE_ON_EXEC, lowest));
    return Fd.owned((int) check(copy, "duplicate " + fd, "fcntl", fd, "F_DUPFD_CLOEXEC", lowest));
  }

  @Override
  default void closeOnExec(Fd fd, boolean close) {
    long done = result(() -> LibC.fcntl(fd.number(), SET_FD_FLAGS, close ? 1 : 0));
    check(done, "set close-on-exec of " + fd, "fcntl", fd, "F_SETFD", close ? "FD_CLOEXEC" : "0");
  }

  @Override
  default void closeRange(int first, int last, int flags) {
    long done = result(() -> LibC.syscall(CLOSE_RANGE, first, last, flags, 0, 0, 0));
    var names = new Argument(Flags.CLOSE_RANGE, flags);
    check(done, "close descriptors", "close_range", first, last, names);
  }

  @Override
  default SystemName systemName() {
    byte[] utsname = new byte[Utsname.SIZE];
    check(
        result(() -> LibCRest.uname(utsname)), "read the names of the system", "uname", "utsname");
    return new SystemName(field(utsname, 1), field(utsname, 2), field(utsname, 4));
  }

  private static String field(byte[] utsname, int index) {
    int start = index * Utsname.FIELD;
    int end = start;
    while (utsname[end] != 0) {
      end++;
    }
    return new String(utsname, start, end - start, StandardCharsets.UTF_8);
  }

  @Override
  default long monotonicNanos() {
    var time = new long[2];
    check(
        result(() -> LibC.clock_gettime(CLOCK_MONOTONIC, time)),
        "read the clock",
        "clock_gettime",
        "CLOCK_MONOTONIC");
    return time[0] * NANOS + time[1];
  }
}
