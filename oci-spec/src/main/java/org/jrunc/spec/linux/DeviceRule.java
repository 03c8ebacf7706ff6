package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One device access rule (config-linux.md, "Allowed Device list").
 *
 * @param allow whether access is granted or taken away
 * @param type {@code a} all, {@code c} character, {@code b} block; absent means all
 * @param major major number; absent or -1 means any
 * @param minor minor number; absent or -1 means any
 * @param access letters out of {@code rwm}: read, write, mknod
 */
public record DeviceRule(
    boolean allow,
    @Nullable String type,
    @Nullable Long major,
    @Nullable Long minor,
    @Nullable String access) {

  public DeviceRule {
    type = Fields.emptyToNull(type);
    access = Fields.emptyToNull(access);
  }
}
