package org.jrunc.spec;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Identity of the container process (config.md, "POSIX-platform User").
 *
 * @param uid user id inside the container, unsigned 32 bits
 * @param gid group id inside the container, unsigned 32 bits
 * @param umask file mode creation mask; absent lets the runtime choose 0022
 * @param additionalGids supplementary group ids, unsigned 32 bits each
 */
public record User(long uid, long gid, @Nullable Integer umask, List<Long> additionalGids) {

  public User {
    Fields.uint32("uid", uid);
    Fields.uint32("gid", gid);
    Fields.notNegative("umask", umask);
    additionalGids = Fields.orEmpty(additionalGids);
    Fields.uint32("additionalGids", additionalGids);
  }

  /** Uid 0 and gid 0, no further groups: what an absent {@code user} means. */
  public static final User ROOT = new User(0, 0, null, List.of());
}
