package org.jrunc.spec.linux;

import java.util.Locale;

/**
 * Types of namespaces (config-linux.md, "Namespaces"; namespaces(7)), spelled in lower case in
 * config.json.
 */
public enum NamespaceType {
  /** Process ids, pid_namespaces(7). */
  PID,
  /** Network stack, network_namespaces(7). */
  NETWORK,
  /** Mounts, mount_namespaces(7). */
  MOUNT,
  /** System V and POSIX message queues, ipc_namespaces(7). */
  IPC,
  /** Host and domain name, uts_namespaces(7). */
  UTS,
  /** User and group ids, user_namespaces(7). */
  USER,
  /** View of the cgroup tree, cgroup_namespaces(7). */
  CGROUP,
  /** Boot and monotonic clocks, time_namespaces(7). */
  TIME;

  /**
   * Returns the spelling of config.json.
   *
   * @return the name in lower case
   */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
