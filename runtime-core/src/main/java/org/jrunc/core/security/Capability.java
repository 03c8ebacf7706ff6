package org.jrunc.core.security;

import java.util.Optional;

/** The capabilities of capabilities(7), in the order of their numbers. */
public enum Capability {
  /** Number 0. */
  CAP_CHOWN(0),
  /** Number 1. */
  CAP_DAC_OVERRIDE(1),
  /** Number 2. */
  CAP_DAC_READ_SEARCH(2),
  /** Number 3. */
  CAP_FOWNER(3),
  /** Number 4. */
  CAP_FSETID(4),
  /** Number 5. */
  CAP_KILL(5),
  /** Number 6. */
  CAP_SETGID(6),
  /** Number 7. */
  CAP_SETUID(7),
  /** Number 8. */
  CAP_SETPCAP(8),
  /** Number 9. */
  CAP_LINUX_IMMUTABLE(9),
  /** Number 10. */
  CAP_NET_BIND_SERVICE(10),
  /** Number 11. */
  CAP_NET_BROADCAST(11),
  /** Number 12. */
  CAP_NET_ADMIN(12),
  /** Number 13. */
  CAP_NET_RAW(13),
  /** Number 14. */
  CAP_IPC_LOCK(14),
  /** Number 15. */
  CAP_IPC_OWNER(15),
  /** Number 16. */
  CAP_SYS_MODULE(16),
  /** Number 17. */
  CAP_SYS_RAWIO(17),
  /** Number 18. */
  CAP_SYS_CHROOT(18),
  /** Number 19. */
  CAP_SYS_PTRACE(19),
  /** Number 20. */
  CAP_SYS_PACCT(20),
  /** Number 21. */
  CAP_SYS_ADMIN(21),
  /** Number 22. */
  CAP_SYS_BOOT(22),
  /** Number 23. */
  CAP_SYS_NICE(23),
  /** Number 24. */
  CAP_SYS_RESOURCE(24),
  /** Number 25. */
  CAP_SYS_TIME(25),
  /** Number 26. */
  CAP_SYS_TTY_CONFIG(26),
  /** Number 27. */
  CAP_MKNOD(27),
  /** Number 28. */
  CAP_LEASE(28),
  /** Number 29. */
  CAP_AUDIT_WRITE(29),
  /** Number 30. */
  CAP_AUDIT_CONTROL(30),
  /** Number 31. */
  CAP_SETFCAP(31),
  /** Number 32. */
  CAP_MAC_OVERRIDE(32),
  /** Number 33. */
  CAP_MAC_ADMIN(33),
  /** Number 34. */
  CAP_SYSLOG(34),
  /** Number 35. */
  CAP_WAKE_ALARM(35),
  /** Number 36. */
  CAP_BLOCK_SUSPEND(36),
  /** Number 37. */
  CAP_AUDIT_READ(37),
  /** Number 38. */
  CAP_PERFMON(38),
  /** Number 39. */
  CAP_BPF(39),
  /** Number 40. */
  CAP_CHECKPOINT_RESTORE(40);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  /** The capability with this name, {@code CAP_} included, in upper case. */
  public static Optional<Capability> of(String name) {
    for (var capability : values()) {
      if (capability.name().equals(name)) {
        return Optional.of(capability);
      }
    }
    return Optional.empty();
  }

  /** The number, as in linux/capability.h. */
  public int number() {
    return number;
  }

  /** The bit in a capability set. */
  public long mask() {
    return 1L << number;
  }
}
