package org.jrunc.core.cgroup.v1;

import java.util.List;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.cgroup.limit.Refusal;
import org.jrunc.core.cgroup.limit.WriteList;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.linux.Memory;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/** How much memory processes use: cgroup-v1/memory.rst. Limits are in bytes, -1 is none. */
public final class MemoryLimits {
  /** The limit of memory. */
  public static final String LIMIT = "memory.limit_in_bytes";

  /** The limit of memory and swap together, never below that of memory alone. */
  public static final String SWAP_LIMIT = "memory.memsw.limit_in_bytes";

  private static final long UNLIMITED = -1;
  private static final long MOST_SWAPPINESS = 100;

  private MemoryLimits() {}

  /**
   * The writes for some limits.
   *
   * @param current the present limit of memory, or null for that of a new cgroup, which has none
   */
  public static List<CgroupWrite> of(Resources resources, @Nullable Long current) {
    var list = new WriteList(Controller.MEMORY);
    var memory = resources.memory();
    if (memory != null) {
      check(memory.limit(), "limit");
      check(memory.swap(), "swap");
      check(memory.reservation(), "reservation");
      limits(list, memory, current);
      list.number("memory.soft_limit_in_bytes", memory.reservation(), "memory/reservation");
      // Accounting children in their parents is how every kernel since 5.11 works, and the file
      // takes nothing else; kernel memory has had no limit of its own since 5.16 (runc ignores it).
      if (Boolean.TRUE.equals(memory.disableOOMKiller())) {
        list.add("memory.oom_control", "1", Refusal.FAILS, "memory/disableOOMKiller");
      }
      swappiness(list, memory.swappiness());
    }
    return list.writes();
  }

  private static void check(@Nullable Long limit, String field) {
    if (limit != null && limit < UNLIMITED) {
      throw new SpecFailure(
          "/linux/resources/memory/" + field,
          "invalid memory " + field + ": " + limit + " (-1 is none)");
    }
  }

  private static void limits(WriteList list, Memory memory, @Nullable Long current) {
    long limit = orZero(memory.limit());
    long swap = orZero(memory.swap());
    if (limit == UNLIMITED && swap == 0) {
      // Without a limit of memory, one of memory and swap would still be one; and it goes first.
      list.add(SWAP_LIMIT, "-1", Refusal.ABSENT_IS_FINE, "memory/limit");
      list.number(LIMIT, limit, "memory/limit");
    } else if (limit != 0 && swap != 0 && mustSwapGrowFirst(swap, current)) {
      list.number(SWAP_LIMIT, swap, "memory/swap");
      list.number(LIMIT, limit, "memory/limit");
    } else {
      // A cgroup that was there before may have a limit of memory and swap below the new one.
      var refusal = swap == 0 ? Refusal.FAILS : Refusal.INVALID_COMES_LATER;
      list.number(LIMIT, limit, refusal, "memory/limit");
      list.number(SWAP_LIMIT, swap, "memory/swap");
    }
  }

  // At no moment may the limit of memory be above that of memory and swap together.
  private static boolean mustSwapGrowFirst(long swap, @Nullable Long current) {
    return swap == UNLIMITED || (current != null && current < swap);
  }

  private static void swappiness(WriteList list, @Nullable Long swappiness) {
    if (swappiness == null) {
      return;
    }
    if (swappiness > MOST_SWAPPINESS) {
      throw new SpecFailure(
          "/linux/resources/memory/swappiness",
          "invalid memory swappiness value: " + swappiness + " (valid range is 0-100)");
    }
    list.add("memory.swappiness", swappiness.toString(), Refusal.FAILS, "memory/swappiness");
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }
}
