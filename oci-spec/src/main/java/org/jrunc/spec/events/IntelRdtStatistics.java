package org.jrunc.spec.events;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.JsonName;
import org.jspecify.annotations.Nullable;

/**
 * What resctrl tells; all of it is missing unless config.json has {@code intelRdt}.
 *
 * @param l3CacheInfo the L3 cache
 * @param l3CacheSchemaRoot the share of the root group
 * @param l3CacheSchema the share of the container
 * @param memBwInfo the memory bandwidth
 * @param memBwSchemaRoot the share of the root group
 * @param memBwSchema the share of the container
 * @param schemata all shares of the container
 * @param mbmStats traffic by NUMA node
 * @param cmtStats cache in use by NUMA node
 */
public record IntelRdtStatistics(
    @JsonName("l3_cache_info") @Nullable CacheInfo l3CacheInfo,
    @JsonName("l3_cache_schema_root") @Nullable String l3CacheSchemaRoot,
    @JsonName("l3_cache_schema") @Nullable String l3CacheSchema,
    @JsonName("mem_bw_info") @Nullable BandwidthInfo memBwInfo,
    @JsonName("mem_bw_schema_root") @Nullable String memBwSchemaRoot,
    @JsonName("mem_bw_schema") @Nullable String memBwSchema,
    List<String> schemata,
    @JsonName("mbm_stats") List<BandwidthUsage> mbmStats,
    @JsonName("cmt_stats") List<CacheUsage> cmtStats) {
  public IntelRdtStatistics {
    l3CacheSchemaRoot = Fields.emptyToNull(l3CacheSchemaRoot);
    l3CacheSchema = Fields.emptyToNull(l3CacheSchema);
    memBwSchemaRoot = Fields.emptyToNull(memBwSchemaRoot);
    memBwSchema = Fields.emptyToNull(memBwSchema);
    schemata = Fields.orEmpty(schemata);
    mbmStats = Fields.orEmpty(mbmStats);
    cmtStats = Fields.orEmpty(cmtStats);
  }

  /** Of a container without {@code intelRdt}. */
  public static final IntelRdtStatistics NONE =
      new IntelRdtStatistics(null, null, null, null, null, null, List.of(), List.of(), List.of());
}
