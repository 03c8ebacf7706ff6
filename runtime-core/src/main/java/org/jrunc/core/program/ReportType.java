package org.jrunc.core.program;

import java.util.Arrays;
import java.util.Optional;

/** What an executor tells the engine; the codes are those of {@code struct report} in program.h. */
public enum ReportType {
  /** An operation failed; the executor has ended. */
  FAILED(1),
  /** The container's first process exists; carries its pid as the engine sees it. */
  PID(2),
  /** The mounts are done; hooks in the runtime namespace may run. */
  MOUNTED(3),
  /** Everything is set up but what must happen last. */
  READY(4),
  /** Written to the exec fifo when {@code start} has opened it; carries which path was found. */
  STARTED(5),
  /** A hook inside the container has ended; carries its index and wait status. */
  HOOK_DONE(6),
  /** A tmpfs wants its content; carries the descriptors of the directory and of the tmpfs. */
  COPY_UP(7),
  /**
   * Network devices may be moved; carries a netlink socket of the caller's network namespace and
   * one of the container's.
   */
  NETWORK(8),
  /** A seccomp filter has a listener; carries the number of its descriptor in the process. */
  LISTENER(9);

  private final int code;

  ReportType(int code) {
    this.code = code;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** The type with this number. */
  public static Optional<ReportType> of(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
  }
}
