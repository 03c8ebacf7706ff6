package org.jrunc.core.compile;

import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.IdMap;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountOptions.Trait;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.spec.Mount;

/** Compiles bind mounts. */
final class BindCompiler {
  /** A user namespace does not lock it. */
  private static final long UNLOCKABLE = Abi.MOUNT_ATTR_NOSYMFOLLOW;

  private final HostFacts facts;
  private final String bundle;
  private final boolean locked;

  /**
   * A compiler of bind mounts.
   *
   * @param locked whether the flags of sources are locked, as in a user namespace: those that are
   *     not asked for stay as they are, mount_namespaces(7)
   */
  BindCompiler(HostFacts facts, String bundle, boolean locked) {
    this.facts = facts;
    this.bundle = bundle;
    this.locked = locked;
  }

  /** What is known of the source of a mount. */
  HostFacts.Source source(Mount mount) {
    var source = mount.source();
    return source == null
        ? HostFacts.Source.UNKNOWN
        : facts.sources().getOrDefault(MountPaths.source(bundle, source), HostFacts.Source.UNKNOWN);
  }

  MountStep compile(
      Mount mount, String target, MountOptions parsed, Optional<IdMap> idMap, Origin origin) {
    if (mount.source() == null) {
      throw new SpecFailure(origin.pointer(), "bind mount of `" + target + "` has no source");
    }
    var source = source(mount);
    if (parsed.has(Trait.COPY_SYMLINK) && source.link().isPresent()) {
      return new MountStep.CopySymlink(source.link().get(), target, origin);
    }
    boolean link = parsed.has(Trait.SOURCE_NOFOLLOW) && source.link().isPresent();
    return new MountStep.BindMount(
        MountPaths.source(bundle, mount.source()),
        link ? FileKind.FILE : source.kind(),
        target,
        likeRemount(parsed),
        idMap,
        origin);
  }

  /** Attributes of a bind as runc sets them: once one is given or taken back, a remount follows. */
  private MountOptions likeRemount(MountOptions parsed) {
    if (parsed.set() == 0 && parsed.clear() == 0 && !parsed.has(Trait.TAKES_BACK)) {
      return parsed;
    }
    long unnamed = RemountCompiler.unnamed(parsed) & (locked ? UNLOCKABLE : -1);
    return parsed.withAttributes(parsed.set(), parsed.clear() | unnamed);
  }
}
