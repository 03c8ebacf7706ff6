package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;

/**
 * Priority of traffic on one interface (config-linux.md, {@code priorities}).
 *
 * @param name name of the interface; empty when absent
 * @param priority priority, unsigned 32 bits
 */
public record InterfacePriority(String name, long priority) {

  public InterfacePriority {
    name = Fields.orEmpty(name);
    Fields.uint32("priority", priority);
  }
}
