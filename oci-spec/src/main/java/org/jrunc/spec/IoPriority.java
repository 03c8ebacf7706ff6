package org.jrunc.spec;

import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;

/**
 * I/O priority of the container process (config.md, {@code ioPriority}; ioprio_set(2)).
 *
 * @param ioClass scheduling class
 * @param priority 0, the highest, to 7
 */
public record IoPriority(@JsonName("class") IoPriorityClass ioClass, int priority) {

  public IoPriority {
    ioClass = Fields.required("ioClass", ioClass);
  }
}
