package org.jrunc.core.criu;

import org.jrunc.core.failure.HostFailure;

/** How the network is held up meanwhile: {@code criu_network_lock_method} of rpc.proto. */
public enum NetworkLock {
  /** By iptables-restore(8). */
  IPTABLES(1),
  /** By the library of nft(8). */
  NFTABLES(2),
  /** Not at all. */
  SKIP(3);

  private final int number;

  NetworkLock(int number) {
    this.number = number;
  }

  /** The number in a message. */
  int number() {
    return number;
  }

  /**
   * The method of this name.
   *
   * @throws HostFailure if there is none
   */
  public static NetworkLock of(String name) {
    return switch (name) {
      case "iptables" -> IPTABLES;
      case "nftables" -> NFTABLES;
      case "skip" -> SKIP;
      default -> throw new HostFailure("invalid network-lock value: " + name);
    };
  }
}
