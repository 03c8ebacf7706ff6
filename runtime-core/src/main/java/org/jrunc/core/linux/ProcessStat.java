package org.jrunc.core.linux;

/**
 * A line of {@code /proc/<pid>/stat}, proc_pid_stat(5).
 *
 * @param pid the process
 * @param state one letter: R, S, D, Z, T, …
 * @param parent the pid of its parent
 * @param flags the kernel's own, PF_*
 * @param startTime when it started, in clock ticks after boot: with the pid, its identity
 */
public record ProcessStat(int pid, char state, int parent, long flags, long startTime) {
  private static final int STATE = 0;
  private static final int PARENT = 1;
  private static final int FLAGS = 6;
  private static final int START_TIME = 19;
  private static final int PF_EXITING = 4;

  /**
   * Reads such a line. The command name in parentheses may hold anything, so fields are counted
   * from its last closing one.
   *
   * @throws IllegalArgumentException if it is not such a line
   */
  public static ProcessStat parse(String line) {
    int open = line.indexOf(" (");
    int close = line.lastIndexOf(") ");
    if (open < 0 || close < open) {
      throw new IllegalArgumentException("not a line of /proc/<pid>/stat");
    }
    var fields = line.substring(close + 2).trim().split(" ", START_TIME + 2);
    if (fields.length <= START_TIME) {
      throw new IllegalArgumentException("a line of /proc/<pid>/stat with too few fields");
    }
    return new ProcessStat(
        Integer.parseInt(line.substring(0, open)),
        fields[STATE].charAt(0),
        Integer.parseInt(fields[PARENT]),
        Long.parseLong(fields[FLAGS]),
        Long.parseLong(fields[START_TIME]));
  }

  /** Whether the process has ended and only waits for its parent to notice. */
  public boolean isDead() {
    return state == 'Z' || state == 'X' || state == 'x';
  }

  /** Whether it has ended, or is about to: its descriptors are closed before a pidfd tells. */
  public boolean isEnding() {
    return isDead() || (flags & PF_EXITING) != 0;
  }
}
