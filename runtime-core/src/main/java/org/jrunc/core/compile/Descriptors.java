package org.jrunc.core.compile;

import org.jrunc.core.plan.HookStreams;

/**
 * The executor's descriptors: the caller's come first (standard streams and preserved ones), then
 * ours in a fixed order.
 *
 * @param sync the socket to the engine
 */
public record Descriptors(int sync) {
  private static final int STANDARD_STREAMS = 3;

  /** More than the programs of launcher and container ever have open at a time. */
  private static final int TRANSIENT = 32;

  /** The layout for a container that inherits this many descriptors after stderr. */
  public static Descriptors after(int preserved) {
    return new Descriptors(STANDARD_STREAMS + preserved);
  }

  /** The program itself. */
  public int program() {
    return sync + 1;
  }

  /** The exec fifo, opened as {@code O_PATH}. */
  public int fifo() {
    return sync + 2;
  }

  /** In the place of the fifo: the first process of the container to join, as a pidfd. */
  public int container() {
    return fifo();
  }

  /** The socket that takes the terminal's master. */
  public int console() {
    return sync + 3;
  }

  /** The file that hooks in the container read the state from. */
  public int hookState() {
    return sync + 4;
  }

  /** The file that takes the output of hooks in the container. */
  public int hookOutput() {
    return sync + 5;
  }

  /**
   * What hooks in the container read from and print to.
   *
   * @param redirected whether they print to files of the caller's, which follow then
   */
  public HookStreams hookStreams(boolean redirected) {
    return redirected
        ? new HookStreams(hookState(), hookOutput(), sync + 6, sync + 7)
        : new HookStreams(hookState(), hookOutput(), hookOutput(), hookOutput());
  }

  /**
   * What the launcher opens for the container's process, which shares its descriptors; the numbers
   * are clear of those that the kernel hands out.
   *
   * @param index counted from 0
   */
  public int passed(int index) {
    return hookOutput() + TRANSIENT + index;
  }
}
