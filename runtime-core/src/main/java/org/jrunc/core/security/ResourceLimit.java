package org.jrunc.core.security;

import java.util.Optional;

/** The resources that getrlimit(2) limits, in the order of their numbers on most architectures. */
public enum ResourceLimit {
  /** Number 0. */
  RLIMIT_CPU,
  /** Number 1. */
  RLIMIT_FSIZE,
  /** Number 2. */
  RLIMIT_DATA,
  /** Number 3. */
  RLIMIT_STACK,
  /** Number 4. */
  RLIMIT_CORE,
  /** Number 5. */
  RLIMIT_RSS,
  /** Number 6. */
  RLIMIT_NPROC,
  /** Number 7. */
  RLIMIT_NOFILE,
  /** Number 8. */
  RLIMIT_MEMLOCK,
  /** Number 9. */
  RLIMIT_AS,
  /** Number 10. */
  RLIMIT_LOCKS,
  /** Number 11. */
  RLIMIT_SIGPENDING,
  /** Number 12. */
  RLIMIT_MSGQUEUE,
  /** Number 13. */
  RLIMIT_NICE,
  /** Number 14. */
  RLIMIT_RTPRIO,
  /** Number 15. */
  RLIMIT_RTTIME;

  /** The resource with this name, {@code RLIMIT_} included. */
  public static Optional<ResourceLimit> of(String name) {
    for (var limit : values()) {
      if (limit.name().equals(name)) {
        return Optional.of(limit);
      }
    }
    return Optional.empty();
  }

  /** The number, as in asm-generic/resource.h. */
  public int number() {
    return ordinal();
  }
}
