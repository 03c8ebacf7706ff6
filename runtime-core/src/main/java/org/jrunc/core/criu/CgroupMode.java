package org.jrunc.core.criu;

import java.util.Locale;
import org.jrunc.core.failure.HostFailure;

/** What CRIU does with cgroups: {@code criu_cg_mode} of rpc.proto, https://criu.org/CGroups. */
public enum CgroupMode {
  /** Neither looks at them nor restores them. */
  IGNORE(0),
  /** Restores properties of those that it makes. */
  SOFT(3),
  /** Restores properties of all. */
  FULL(4),
  /** Insists that none is there yet. */
  STRICT(5),
  /** What it does by itself. */
  DEFAULT(6);

  private final int number;

  CgroupMode(int number) {
    this.number = number;
  }

  /** The number in a message. */
  int number() {
    return number;
  }

  /**
   * The mode of this name.
   *
   * @throws HostFailure in runc's words if there is none
   */
  public static CgroupMode of(String name) {
    return switch (name) {
      case "" -> DEFAULT;
      case "soft", "full", "strict", "ignore" -> valueOf(name.toUpperCase(Locale.ROOT));
      default -> throw new HostFailure("invalid manage-cgroups-mode value");
    };
  }
}
