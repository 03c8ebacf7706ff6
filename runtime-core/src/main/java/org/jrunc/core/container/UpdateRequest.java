package org.jrunc.core.container;

import java.util.Optional;
import org.jrunc.spec.linux.Resources;

/**
 * What {@code update} is asked.
 *
 * @param id the container
 * @param resources the limits to change; what is absent stays
 * @param cacheSchema the new share of L3 cache, as {@code L3:0=f}
 * @param bandwidthSchema the new share of memory bandwidth, as {@code MB:0=20}
 */
public record UpdateRequest(
    String id,
    Resources resources,
    Optional<String> cacheSchema,
    Optional<String> bandwidthSchema) {}
