package org.jrunc.spec.events;

import org.jspecify.annotations.Nullable;

/**
 * One line that {@code events} prints.
 *
 * @param type {@code stats} or {@code oom}
 * @param id the container
 * @param data the statistics, with the type {@code stats}
 */
public record Event(String type, String id, @Nullable Statistics data) {
  /** What the container uses now. */
  public static Event statistics(String id, Statistics data) {
    return new Event("stats", id, data);
  }

  /** A process of the container was killed, or has to wait, for want of memory. */
  public static Event outOfMemory(String id) {
    return new Event("oom", id, null);
  }
}
