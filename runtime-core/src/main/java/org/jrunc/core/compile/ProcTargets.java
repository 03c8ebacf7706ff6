package org.jrunc.core.compile;

import java.util.Set;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.Mount;

/**
 * What may be mounted over /proc: procfs itself, and the files that tools such as lxcfs replace.
 * Anything else could hide what security relies on (CVE-2019-16884).
 */
final class ProcTargets {
  private static final Set<String> REPLACEABLE =
      Set.of(
          "/proc/cpuinfo",
          "/proc/diskstats",
          "/proc/meminfo",
          "/proc/stat",
          "/proc/swaps",
          "/proc/uptime",
          "/proc/loadavg",
          "/proc/slabinfo",
          "/proc/sys/kernel/ns_last_pid",
          "/proc/sys/crypto/fips_enabled");

  private ProcTargets() {}

  /**
   * Refuses a mount that must not be there.
   *
   * @param source what is bound, for a bind mount
   */
  static void check(String target, Mount mount, HostFacts.Source source, String pointer) {
    boolean below = target.startsWith("/proc/");
    if ((!below && !target.equals("/proc")) || REPLACEABLE.contains(target)) {
      return;
    }
    if (below) {
      throw new SpecFailure(
          pointer, "\"" + target + "\" cannot be mounted because it is inside /proc");
    }
    // The whole of /proc may be a procfs, or a part of one bound there.
    if (mount.isBind() ? !source.procfs() : !"proc".equals(mount.type())) {
      throw new SpecFailure(
          pointer, "\"" + target + "\" cannot be mounted because it is not of type proc");
    }
  }
}
