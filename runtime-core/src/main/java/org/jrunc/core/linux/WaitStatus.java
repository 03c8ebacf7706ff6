package org.jrunc.core.linux;

/**
 * How a process ended.
 *
 * @param raw the status word of wait(2)
 */
public record WaitStatus(int raw) {
  private static final int CORE_DUMPED = 0x80;

  /** The status of a process that exited with this code. */
  public static WaitStatus exited(int code) {
    return new WaitStatus((code & 0xff) << 8);
  }

  /** The status of a process that this signal killed. */
  public static WaitStatus killed(int signal) {
    return new WaitStatus(signal & 0x7f);
  }

  static WaitStatus killedWithCore(int signal) {
    return new WaitStatus((signal & 0x7f) | CORE_DUMPED);
  }

  /** Whether the process exited by itself. */
  public boolean isExit() {
    return signal() == 0;
  }

  /** Whether the process exited by itself with code 0. */
  public boolean isSuccess() {
    return raw == 0;
  }

  /** The exit code; 0 for a process that was killed. */
  public int exitCode() {
    return (raw >> 8) & 0xff;
  }

  /** The signal that killed it; 0 for a process that exited. */
  public int signal() {
    return raw & 0x7f;
  }

  /** In the words of Go's os/exec, which messages of runc hold. */
  public String words() {
    return isExit() ? "exit status " + exitCode() : "signal: " + signalWords();
  }

  // The names of package syscall of Go.
  private String signalWords() {
    return switch (signal()) {
      case 1 -> "hangup";
      case 2 -> "interrupt";
      case 3 -> "quit";
      case 4 -> "illegal instruction";
      case 5 -> "trace/breakpoint trap";
      case 6 -> "aborted";
      case 7 -> "bus error";
      case 8 -> "floating point exception";
      case 9 -> "killed";
      case 10 -> "user defined signal 1";
      case 11 -> "segmentation fault";
      case 12 -> "user defined signal 2";
      case 13 -> "broken pipe";
      case 14 -> "alarm clock";
      case 15 -> "terminated";
      case 16 -> "stack fault";
      case 17 -> "child exited";
      case 18 -> "continued";
      case 19 -> "stopped (signal)";
      case 20 -> "stopped";
      case 21 -> "stopped (tty input)";
      case 22 -> "stopped (tty output)";
      case 23 -> "urgent I/O condition";
      case 24 -> "CPU time limit exceeded";
      case 25 -> "file size limit exceeded";
      case 26 -> "virtual timer expired";
      case 27 -> "profiling timer expired";
      case 28 -> "window changed";
      case 29 -> "I/O possible";
      case 30 -> "power failure";
      case 31 -> "bad system call";
      default -> "signal " + signal();
    };
  }

  /** What a shell makes of it: the exit code, or 128 plus the signal. */
  public int shellCode() {
    return isExit() ? exitCode() : 128 + signal();
  }
}
