package org.jrunc.spec.linux;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Network class and priorities (config-linux.md, "Network"), cgroup v1.
 *
 * @param classID class identifier for traffic control, unsigned 32 bits
 * @param priorities priorities by interface
 */
public record Network(@Nullable Long classID, List<InterfacePriority> priorities) {

  public Network {
    Fields.uint32("classID", classID);
    priorities = Fields.orEmpty(priorities);
  }
}
