package org.jrunc.spec.linux;

import java.math.BigInteger;
import org.jrunc.spec.json.Fields;

/**
 * Limit for one huge page size (config-linux.md, "Huge page limits").
 *
 * @param pageSize size as {@code 2MB}, the name part of the hugetlb files; empty when absent
 * @param limit bytes, unsigned 64 bits
 */
public record HugepageLimit(String pageSize, BigInteger limit) {

  public HugepageLimit {
    pageSize = Fields.orEmpty(pageSize);
    limit = Fields.uint64("limit", limit);
  }
}
