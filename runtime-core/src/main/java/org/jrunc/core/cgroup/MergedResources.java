package org.jrunc.core.cgroup;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.spec.linux.Cpu;
import org.jrunc.spec.linux.HugepageLimit;
import org.jrunc.spec.linux.InterfacePriority;
import org.jrunc.spec.linux.Memory;
import org.jrunc.spec.linux.Network;
import org.jrunc.spec.linux.Pids;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a container when some of them have been changed. As to cgroups, 0 is no limit to be
 * set but one to be left alone, except where 0 means something: burst, idle, swappiness, tasks.
 */
final class MergedResources {
  private static final long UNLIMITED = -1;
  private static final Memory NO_MEMORY =
      new Memory(null, null, null, null, null, null, null, null, null);
  private static final Cpu NO_CPU = new Cpu(null, null, null, null, null, null, null, null, null);
  private static final Network NO_NETWORK = new Network(null, List.of());

  private MergedResources() {}

  static Resources of(Resources before, Resources given) {
    return new Resources(
        given.devices().isEmpty() ? before.devices() : given.devices(),
        memory(before.memory(), given.memory()),
        cpu(before.cpu(), given.cpu()),
        pids(before.pids(), given.pids()),
        MergedBlockIo.of(before.blockIO(), given.blockIO()),
        hugepages(before.hugepageLimits(), given.hugepageLimits()),
        network(before.network(), given.network()),
        rdma(before.rdma(), given.rdma()),
        given.unified().isEmpty() ? before.unified() : given.unified());
  }

  private static @Nullable Memory memory(@Nullable Memory before, @Nullable Memory given) {
    if (before == null || given == null) {
      return given == null ? before : memory(NO_MEMORY, given);
    }
    var limit = set(given.limit(), before.limit());
    var swap = set(given.swap(), before.swap());
    // Who takes the limit of memory away takes that of memory and swap away too.
    boolean unlimited =
        limit != null && isSet(given.limit()) && limit == UNLIMITED && !isSet(given.swap());
    return new Memory(
        limit,
        set(given.reservation(), before.reservation()),
        unlimited ? Long.valueOf(UNLIMITED) : swap,
        set(given.kernel(), before.kernel()),
        set(given.kernelTCP(), before.kernelTCP()),
        or(given.swappiness(), before.swappiness()),
        or(given.disableOOMKiller(), before.disableOOMKiller()),
        or(given.useHierarchy(), before.useHierarchy()),
        or(given.checkBeforeUpdate(), before.checkBeforeUpdate()));
  }

  private static @Nullable Cpu cpu(@Nullable Cpu before, @Nullable Cpu given) {
    if (before == null || given == null) {
      return given == null ? before : cpu(NO_CPU, given);
    }
    // The kernel gives an idle cgroup the smallest weight, and one no longer idle the normal one.
    var shares = given.idle() != null && given.shares() == null ? null : before.shares();
    return new Cpu(
        set(given.shares(), shares),
        set(given.quota(), before.quota()),
        or(given.burst(), before.burst()),
        set(given.period(), before.period()),
        set(given.realtimeRuntime(), before.realtimeRuntime()),
        set(given.realtimePeriod(), before.realtimePeriod()),
        or(given.cpus(), before.cpus()),
        or(given.mems(), before.mems()),
        or(given.idle(), before.idle()));
  }

  private static @Nullable Pids pids(@Nullable Pids before, @Nullable Pids given) {
    return given == null || given.limit() == null ? before : given;
  }

  private static List<HugepageLimit> hugepages(
      List<HugepageLimit> before, List<HugepageLimit> given) {
    var merged = new LinkedHashMap<String, HugepageLimit>();
    before.forEach(limit -> merged.put(limit.pageSize(), limit));
    given.forEach(limit -> merged.put(limit.pageSize(), limit));
    return List.copyOf(merged.values());
  }

  private static @Nullable Network network(@Nullable Network before, @Nullable Network given) {
    if (before == null || given == null) {
      return given == null ? before : network(NO_NETWORK, given);
    }
    var priorities = new LinkedHashMap<String, InterfacePriority>();
    before.priorities().forEach(priority -> priorities.put(priority.name(), priority));
    given.priorities().forEach(priority -> priorities.put(priority.name(), priority));
    return new Network(
        set(given.classID(), before.classID()), new ArrayList<>(priorities.values()));
  }

  private static <T> Map<String, T> rdma(Map<String, T> before, Map<String, T> given) {
    var merged = new LinkedHashMap<>(before);
    merged.putAll(given);
    return merged;
  }

  private static boolean isSet(@Nullable Number value) {
    return value != null && value.longValue() != 0;
  }

  private static <N extends Number> @Nullable N set(@Nullable N given, @Nullable N before) {
    return isSet(given) ? given : before;
  }

  private static <T> @Nullable T or(@Nullable T given, @Nullable T before) {
    return given == null ? before : given;
  }
}
