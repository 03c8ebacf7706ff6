package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One device node to make in the container (config-linux.md, "Devices"; mknod(2)).
 *
 * @param path absolute path in the container; empty when absent
 * @param type {@code c} or {@code u} character, {@code b} block, {@code p} fifo; empty when absent
 * @param major major number; meaningless for a fifo
 * @param minor minor number; meaningless for a fifo
 * @param fileMode permission bits; absent means 0666
 * @param uid owner inside the container; absent means 0
 * @param gid group inside the container; absent means 0
 */
public record Device(
    String path,
    String type,
    long major,
    long minor,
    @Nullable Integer fileMode,
    @Nullable Long uid,
    @Nullable Long gid) {

  public Device {
    path = Fields.orEmpty(path);
    type = Fields.orEmpty(type);
    Fields.notNegative("fileMode", fileMode);
    Fields.uint32("uid", uid);
    Fields.uint32("gid", gid);
  }
}
