package org.jrunc.core.launch;

import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.WaitStatus;

/** What an executor tells the engine; {@code enum report_type} of program.h. */
public sealed interface Report {
  /** Closes the descriptors that came with it, of whoever does not use them. */
  default void discard() {}

  /**
   * Operation {@code operation} failed with the positive {@code errno}, and the executor has ended.
   * The operation is -1 if the program itself is malformed.
   */
  record Failed(int operation, int errno) implements Report {}

  /** The process that becomes the container has this pid in the caller's pid namespace. */
  record Pid(int pid) implements Report {}

  /** All mounts are made; hooks in the runtime namespace may run. */
  record Mounted() implements Report {}

  /** Everything is set up. */
  record Ready() implements Report {}

  /** The program of the container is about to be executed, this one of the paths it may have. */
  record Started(int choice) implements Report {}

  /** The hook with this index in its list has failed, perhaps because it took too long. */
  record HookDone(int index, WaitStatus status, boolean timedOut) implements Report {}

  /** A tmpfs waits for the content of the directory that it will cover. */
  record CopyUp(Fd directory, Fd tmpfs) implements Report {
    @Override
    public void discard() {
      directory.close();
      tmpfs.close();
    }
  }

  /** Network devices may be moved from the one namespace to the other, by these netlink sockets. */
  record Network(Fd outside, Fd inside) implements Report {
    @Override
    public void discard() {
      outside.close();
      inside.close();
    }
  }

  /** The filter of the process has a listener: this descriptor of the process. */
  record Listener(int descriptor) implements Report {}

  /** The executor closed its end: it has executed another program, or it has died. */
  record Closed() implements Report {}
}
