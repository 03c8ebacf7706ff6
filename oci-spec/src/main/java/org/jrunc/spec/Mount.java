package org.jrunc.spec;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.linux.IdMapping;
import org.jspecify.annotations.Nullable;

/**
 * One mount of the container (config.md, "Mounts").
 *
 * <p>It is a bind mount if its options hold {@code bind} or {@code rbind}; its type then means
 * nothing.
 *
 * @param destination where to mount, a path inside the container; empty when absent
 * @param type filesystem type, as in /proc/filesystems
 * @param source device name, or the file or directory to bind; relative to the bundle unless
 *     absolute
 * @param options mount options, as in fstab(5), and filesystem specific ones
 * @param uidMappings user id mapping of an id-mapped mount, see mount_setattr(2)
 * @param gidMappings group id mapping of an id-mapped mount
 */
public record Mount(
    String destination,
    @Nullable String type,
    @Nullable String source,
    List<String> options,
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings) {

  public Mount {
    destination = Fields.orEmpty(destination);
    type = Fields.emptyToNull(type);
    source = Fields.emptyToNull(source);
    options = Fields.orEmpty(options);
    uidMappings = Fields.orEmpty(uidMappings);
    gidMappings = Fields.orEmpty(gidMappings);
  }

  /**
   * Returns this mount at another place.
   *
   * @param newDestination where to mount instead
   * @return a copy
   */
  public Mount withDestination(String newDestination) {
    return new Mount(newDestination, type, source, options, uidMappings, gidMappings);
  }

  /**
   * Tells whether this is a bind mount.
   *
   * @return true if the options hold {@code bind} or {@code rbind}
   */
  public boolean isBind() {
    return options.contains("bind") || options.contains("rbind");
  }
}
