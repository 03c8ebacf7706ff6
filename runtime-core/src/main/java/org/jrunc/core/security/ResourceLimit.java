package org.jrunc.core.security;

import java.util.Optional;

/** The resources that getrlimit(2) limits, in the order of their numbers on most architectures. */
public enum ResourceLimit {
  /** Number 0. */
  RLIMIT_CPU(0),
  /** Number 1. */
  RLIMIT_FSIZE(1),
  /** Number 2. */
  RLIMIT_DATA(2),
  /** Number 3. */
  RLIMIT_STACK(3),
  /** Number 4. */
  RLIMIT_CORE(4),
  /** Number 5. */
  RLIMIT_RSS(5),
  /** Number 6. */
  RLIMIT_NPROC(6),
  /** Number 7. */
  RLIMIT_NOFILE(7),
  /** Number 8. */
  RLIMIT_MEMLOCK(8),
  /** Number 9. */
  RLIMIT_AS(9),
  /** Number 10. */
  RLIMIT_LOCKS(10),
  /** Number 11. */
  RLIMIT_SIGPENDING(11),
  /** Number 12. */
  RLIMIT_MSGQUEUE(12),
  /** Number 13. */
  RLIMIT_NICE(13),
  /** Number 14. */
  RLIMIT_RTPRIO(14),
  /** Number 15. */
  RLIMIT_RTTIME(15);

  private final int number;

  ResourceLimit(int number) {
    this.number = number;
  }

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
    return number;
  }
}
