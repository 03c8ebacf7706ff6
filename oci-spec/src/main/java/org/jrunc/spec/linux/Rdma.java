package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Limits for one RDMA device (config-linux.md, "RDMA"), unsigned 32 bits each.
 *
 * @param hcaHandles most handles
 * @param hcaObjects most objects
 */
public record Rdma(@Nullable Long hcaHandles, @Nullable Long hcaObjects) {

  public Rdma {
    Fields.uint32("hcaHandles", hcaHandles);
    Fields.uint32("hcaObjects", hcaObjects);
  }
}
