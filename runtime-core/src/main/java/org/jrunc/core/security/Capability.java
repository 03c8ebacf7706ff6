package org.jrunc.core.security;

import java.util.Optional;

/** The capabilities of capabilities(7), in the order of their numbers. */
public enum Capability {
  /** Number 0. */
  CAP_CHOWN,
  /** Number 1. */
  CAP_DAC_OVERRIDE,
  /** Number 2. */
  CAP_DAC_READ_SEARCH,
  /** Number 3. */
  CAP_FOWNER,
  /** Number 4. */
  CAP_FSETID,
  /** Number 5. */
  CAP_KILL,
  /** Number 6. */
  CAP_SETGID,
  /** Number 7. */
  CAP_SETUID,
  /** Number 8. */
  CAP_SETPCAP,
  /** Number 9. */
  CAP_LINUX_IMMUTABLE,
  /** Number 10. */
  CAP_NET_BIND_SERVICE,
  /** Number 11. */
  CAP_NET_BROADCAST,
  /** Number 12. */
  CAP_NET_ADMIN,
  /** Number 13. */
  CAP_NET_RAW,
  /** Number 14. */
  CAP_IPC_LOCK,
  /** Number 15. */
  CAP_IPC_OWNER,
  /** Number 16. */
  CAP_SYS_MODULE,
  /** Number 17. */
  CAP_SYS_RAWIO,
  /** Number 18. */
  CAP_SYS_CHROOT,
  /** Number 19. */
  CAP_SYS_PTRACE,
  /** Number 20. */
  CAP_SYS_PACCT,
  /** Number 21. */
  CAP_SYS_ADMIN,
  /** Number 22. */
  CAP_SYS_BOOT,
  /** Number 23. */
  CAP_SYS_NICE,
  /** Number 24. */
  CAP_SYS_RESOURCE,
  /** Number 25. */
  CAP_SYS_TIME,
  /** Number 26. */
  CAP_SYS_TTY_CONFIG,
  /** Number 27. */
  CAP_MKNOD,
  /** Number 28. */
  CAP_LEASE,
  /** Number 29. */
  CAP_AUDIT_WRITE,
  /** Number 30. */
  CAP_AUDIT_CONTROL,
  /** Number 31. */
  CAP_SETFCAP,
  /** Number 32. */
  CAP_MAC_OVERRIDE,
  /** Number 33. */
  CAP_MAC_ADMIN,
  /** Number 34. */
  CAP_SYSLOG,
  /** Number 35. */
  CAP_WAKE_ALARM,
  /** Number 36. */
  CAP_BLOCK_SUSPEND,
  /** Number 37. */
  CAP_AUDIT_READ,
  /** Number 38. */
  CAP_PERFMON,
  /** Number 39. */
  CAP_BPF,
  /** Number 40. */
  CAP_CHECKPOINT_RESTORE;

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
    return ordinal();
  }

  /** The bit in a capability set. */
  public long mask() {
    return 1L << ordinal();
  }
}
