package org.jrunc.spec.events;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * A number about a block device.
 *
 * @param major its major number
 * @param minor its minor number
 * @param op what is counted, such as {@code Read}
 * @param value the number
 */
public record BlockIoEntry(
    @Nullable Long major, @Nullable Long minor, @Nullable String op, @Nullable Long value) {
  public BlockIoEntry {
    major = Fields.zeroToNull(major);
    minor = Fields.zeroToNull(minor);
    op = Fields.emptyToNull(op);
    value = Fields.zeroToNull(value);
  }
}
