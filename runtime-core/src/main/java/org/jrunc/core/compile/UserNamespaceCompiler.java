package org.jrunc.core.compile;

import java.util.List;
import java.util.Optional;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.User;
import org.jrunc.spec.linux.IdMapping;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.NamespaceType;

/**
 * Compiles {@code /linux/uidMappings} and {@code /linux/gidMappings}: which ids there are in the
 * user namespace, and as which of them the container is set up.
 */
final class UserNamespaceCompiler {
  private static final String UIDS = "/linux/uidMappings";
  private static final String GIDS = "/linux/gidMappings";

  /** UID_GID_MAP_MAX_EXTENTS of the kernel, and the size that a write must stay below. */
  private static final int MAX_LINES = 340;

  private static final int PAGE = 4096;

  private final Linux linux;
  private final User user;
  private final boolean present;
  private final boolean joined;

  UserNamespaceCompiler(Config config) {
    linux = config.linux();
    user = config.process().user();
    present = config.hasUserNamespace();
    joined =
        linux.namespaces().stream()
            .anyMatch(n -> n.type() == NamespaceType.USER && n.path() != null);
    checkSize(linux.uidMappings(), UIDS);
    checkSize(linux.gidMappings(), GIDS);
    if (present) {
      checkUser();
    }
  }

  /** Whether there is one, be it new or joined. */
  boolean present() {
    return present;
  }

  /** Whether one is joined by path. */
  boolean joined() {
    return joined;
  }

  private void checkSize(List<IdMapping> mappings, String pointer) {
    if (mappings.size() > MAX_LINES) {
      throw new SpecFailure(
          pointer,
          "cannot map ids: "
              + mappings.size()
              + " mappings, the kernel takes no more than "
              + MAX_LINES);
    }
    if (new HostStep.WriteIdMap("", mappings, Origin.field(pointer)).text().length() >= PAGE) {
      throw new SpecFailure(
          pointer, "cannot map ids: as text the mappings have " + PAGE + " bytes or more");
    }
  }

  private void checkUser() {
    if (!isMapped(linux.uidMappings(), user.uid())) {
      throw new SpecFailure(
          "/process/user/uid",
          "cannot setuid to unmapped uid " + user.uid() + " in user namespace");
    }
    if (!isMapped(linux.gidMappings(), user.gid())) {
      throw new SpecFailure(
          "/process/user/gid",
          "cannot setgid to unmapped gid " + user.gid() + " in user namespace");
    }
    for (int i = 0; i < user.additionalGids().size(); i++) {
      long gid = user.additionalGids().get(i);
      if (!isMapped(linux.gidMappings(), gid)) {
        throw new SpecFailure(
            "/process/user/additionalGids/" + i,
            "cannot setgroups to unmapped gid " + gid + " in user namespace");
      }
    }
  }

  /** Of a namespace that is joined the mappings may be unknown; the kernel knows them. */
  private static boolean isMapped(List<IdMapping> mappings, long id) {
    return mappings.isEmpty() || mappings.stream().anyMatch(mapping -> holds(mapping, id));
  }

  private static boolean holds(IdMapping mapping, long id) {
    return mapping.containerID() <= id && id < mapping.containerID() + mapping.size();
  }

  /** The steps of the engine that map the ids, or make sure of the mappings of others. */
  List<HostStep> mappings() {
    if (linux.uidMappings().isEmpty() && linux.gidMappings().isEmpty()) {
      return List.of();
    }
    var uids = Origin.field(UIDS);
    var gids = Origin.field(GIDS);
    return joined
        ? List.of(
            new HostStep.CheckIdMap("uid_map", linux.uidMappings(), uids),
            new HostStep.CheckIdMap("gid_map", linux.gidMappings(), gids))
        : List.of(
            new HostStep.WriteIdMap("uid_map", linux.uidMappings(), uids),
            new HostStep.WriteIdMap("gid_map", linux.gidMappings(), gids));
  }

  /** The step that becomes the namespace's root, or its user where the mappings hold no root. */
  List<Step> root() {
    if (!present) {
      return List.of();
    }
    boolean unknown = joined && linux.uidMappings().isEmpty();
    return List.of(
        new ProcessStep.BecomeRoot(
            isMapped(linux.uidMappings(), 0) ? 0 : user.uid(),
            isMapped(linux.gidMappings(), 0) ? 0 : user.gid(),
            unknown ? Optional.of(user) : Optional.empty(),
            joined,
            Origin.implied("user_namespaces(7)")));
  }
}
