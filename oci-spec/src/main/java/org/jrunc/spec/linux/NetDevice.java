package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A network device moved into the container (config-linux.md, "Network Devices").
 *
 * @param name its name inside; absent keeps the name
 */
public record NetDevice(@Nullable String name) {

  public NetDevice {
    name = Fields.emptyToNull(name);
  }
}
