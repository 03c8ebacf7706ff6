package org.jrunc.spec.check;

import org.jrunc.spec.Mount;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;

/** Mounts (config.md, "Mounts"). Relative destinations are allowed, as the spec demands. */
final class MountsChapter implements Chapter {
  private static final String SECTION = "config.md, Mounts";
  private static final String NUL = "mount field contains null byte";

  @Override
  public void check(Spec spec, Findings findings) {
    var mounts = spec.mounts();
    for (var index = 0; index < mounts.size(); index++) {
      mount("/mounts/" + index, mounts.get(index), spec, findings);
    }
  }

  private static void mount(String pointer, Mount mount, Spec spec, Findings findings) {
    if (mount.destination().isEmpty()) {
      var message = "mount destination must not be empty";
      findings.add(pointer + "/destination", "mount-destination", message, SECTION);
    }
    var fields = mount.destination() + mount.type() + mount.source() + mount.options();
    if (fields.indexOf('\0') >= 0) {
      findings.add(pointer, "nul-byte", NUL, SECTION);
    }
    if (isIdMapped(mount)) {
      idMapped(pointer, mount, spec, findings);
    }
  }

  private static boolean isIdMapped(Mount mount) {
    return !mount.uidMappings().isEmpty()
        || !mount.gidMappings().isEmpty()
        || mount.options().stream().anyMatch(MountsChapter::mapsIds);
  }

  private static boolean mapsIds(String option) {
    return option.matches("r?idmap(=.*)?");
  }

  private static boolean hasInline(Mount mount) {
    return mount.options().stream().anyMatch(option -> option.matches("r?idmap=.+"));
  }

  private static void idMapped(String pointer, Mount mount, Spec spec, Findings findings) {
    if (!mount.isBind()) {
      var message = "id-mapped mounts are only supported for bind-mounts";
      findings.add(pointer, "idmap-bind", message, SECTION);
    }
    var uids = mount.uidMappings().isEmpty();
    var gids = mount.gidMappings().isEmpty();
    var linux = spec.linux();
    // Without mappings of its own a mount takes those of its option, as crun has them, or those of
    // the container's user namespace.
    var fallback =
        uids && gids && ((linux != null && linux.has(NamespaceType.USER)) || hasInline(mount));
    if ((uids || gids) && !fallback) {
      var message = "id-mapped mounts must have both uid and gid mappings specified";
      findings.add(pointer, "idmap-mappings", message, SECTION);
    }
    IdRanges.check(pointer + "/uidMappings", mount.uidMappings(), findings);
    IdRanges.check(pointer + "/gidMappings", mount.gidMappings(), findings);
  }
}
