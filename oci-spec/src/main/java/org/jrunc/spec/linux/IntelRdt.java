package org.jrunc.spec.linux;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Intel Resource Director Technology (config-linux.md, "IntelRdt").
 *
 * @param closID identity of the class of service; absent means the container id
 * @param schemata lines for the schemata file, in place of the two schemas
 * @param l3CacheSchema L3 cache mask as {@code L3:0=f;1=f0}
 * @param memBwSchema memory bandwidth as {@code MB:0=20;1=70}
 * @param enableMonitoring whether the container gets a monitoring group
 */
public record IntelRdt(
    @Nullable String closID,
    List<String> schemata,
    @Nullable String l3CacheSchema,
    @Nullable String memBwSchema,
    boolean enableMonitoring) {

  public IntelRdt {
    closID = Fields.emptyToNull(closID);
    schemata = Fields.orEmpty(schemata);
    l3CacheSchema = Fields.emptyToNull(l3CacheSchema);
    memBwSchema = Fields.emptyToNull(memBwSchema);
  }
}
