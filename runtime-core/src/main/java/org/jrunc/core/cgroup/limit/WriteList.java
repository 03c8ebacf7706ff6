package org.jrunc.core.cgroup.limit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the writes of one controller. */
public final class WriteList {
  private static final String RESOURCES = "/linux/resources/";

  private final Controller controller;
  private final List<CgroupWrite> writes = new ArrayList<>();

  /** An empty list of a controller. */
  public WriteList(Controller controller) {
    this.controller = controller;
  }

  /** A value that must be set; null and 0 mean that nothing is asked for, as in runc. */
  public void number(String file, @Nullable Number value, String field) {
    number(file, value, Refusal.FAILS, field);
  }

  /** A value that is set if the kernel takes it; null and 0 mean that nothing is asked for. */
  public void number(String file, @Nullable Number value, Refusal refusal, String field) {
    if (value != null && value.longValue() != 0) {
      add(file, value.toString(), refusal, field);
    }
  }

  /** A value that must be set, if there is one. */
  public void text(String file, @Nullable String value, String field) {
    if (value != null && !value.isEmpty()) {
      add(file, value, Refusal.FAILS, field);
    }
  }

  /**
   * Any value.
   *
   * @param field its place in config.json below {@code /linux/resources/}
   */
  public void add(String file, String value, Refusal refusal, String field) {
    writes.add(new CgroupWrite(controller, file, value, refusal, RESOURCES + field));
  }

  /** The writes so far, in order. */
  public List<CgroupWrite> writes() {
    return List.copyOf(writes);
  }
}
