package org.jrunc.spec.check;

import java.util.List;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.IdMapping;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;

/** Id mappings of the user namespace (config-linux.md, "User namespace mappings"). */
final class UserMappingsChapter implements Chapter {
  private static final String SECTION = "config-linux.md, User namespace mappings";
  private static final String UIDS = "/linux/uidMappings";
  private static final String GIDS = "/linux/gidMappings";

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux();
    if (linux == null) {
      return;
    }
    var uids = linux.uidMappings();
    var gids = linux.gidMappings();
    var mapped = !uids.isEmpty() || !gids.isEmpty();
    if (!linux.has(NamespaceType.USER)) {
      if (mapped) {
        var message =
            "user namespace mappings specified, but user namespace isn't enabled in the config";
        findings.add(uids.isEmpty() ? GIDS : UIDS, "mapping-namespace", message, SECTION);
      }
    } else if (!isJoined(linux.namespaces())) {
      if (mapped) {
        required(UIDS, "uid", uids, findings);
        required(GIDS, "gid", gids, findings);
      } else {
        var message =
            "user namespaces enabled, but no namespace path to join nor mappings to apply"
                + " specified";
        findings.add(UIDS, "mapping-required", message, SECTION);
      }
    }
    IdRanges.check(UIDS, uids, findings);
    IdRanges.check(GIDS, gids, findings);
  }

  private static boolean isJoined(List<Namespace> namespaces) {
    for (var namespace : namespaces) {
      if (namespace.type() == NamespaceType.USER) {
        return namespace.path() != null;
      }
    }
    return false;
  }

  private static void required(
      String pointer, String kind, List<IdMapping> mappings, Findings findings) {
    if (mappings.isEmpty()) {
      var message = "user namespaces enabled, but no " + kind + " mappings found";
      findings.add(pointer, "mapping-required", message, SECTION);
    }
  }
}
