package org.jrunc.core.plan;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The options of one mount, sorted by the kernel interface that takes them.
 *
 * @param set attributes of the mount to set, MOUNT_ATTR_ flags of mount_setattr(2)
 * @param clear attributes of the mount to clear
 * @param recursiveSet attributes to set on the whole tree ({@code rro} and its like)
 * @param recursiveClear attributes to clear on the whole tree
 * @param superblock flags of the file system itself, as fsconfig(2) names them: {@code ro}, {@code
 *     sync}, …
 * @param propagation propagation changes, in order
 * @param data parameters of the file system, {@code key} or {@code key=value}
 * @param traits options that say how the mount is made
 */
public record MountOptions(
    long set,
    long clear,
    long recursiveSet,
    long recursiveClear,
    List<String> superblock,
    List<PropagationChange> propagation,
    List<String> data,
    Set<Trait> traits) {
  /** No options at all. */
  public static final MountOptions NONE =
      new MountOptions(0, 0, 0, 0, List.of(), List.of(), List.of(), Set.of());

  /** Copies the collections. */
  public MountOptions {
    superblock = List.copyOf(superblock);
    propagation = List.copyOf(propagation);
    data = List.copyOf(data);
    traits = Set.copyOf(traits);
  }

  /** An option that is neither an attribute nor for the file system. */
  public enum Trait {
    /** This is a bind mount. */
    BIND,
    /** A bind takes the whole tree. */
    RECURSIVE,
    /**
     * An attribute was taken back in a way that changes nothing by itself, as with mount(8); but of
     * a bind the other attributes are then set.
     */
    TAKES_BACK,
    /** The mount at the target is changed instead of a new one made. */
    REMOUNT,
    /** A tmpfs begins with the content of the directory that it covers. */
    COPY_UP,
    /** A source that is a symbolic link is made anew at the target, not mounted. */
    COPY_SYMLINK,
    /** A source that is a symbolic link is mounted itself. */
    SOURCE_NOFOLLOW,
    /** A target that is a symbolic link is covered itself. */
    TARGET_NOFOLLOW
  }

  /**
   * A change of propagation.
   *
   * @param type the new type
   * @param recursive whether the mounts below change too
   */
  public record PropagationChange(Propagation type, boolean recursive) {
    @Override
    public String toString() {
      return (recursive ? "r" : "") + type.name().toLowerCase(Locale.ROOT);
    }
  }

  /** The options of a plain recursive bind mount. */
  public static MountOptions bound() {
    return new MountOptions(
        0, 0, 0, 0, List.of(), List.of(), List.of(), Set.of(Trait.BIND, Trait.RECURSIVE));
  }

  /** Whether an option was given. */
  public boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** Whether this is a bind mount. */
  public boolean bind() {
    return has(Trait.BIND);
  }

  /** Whether a bind takes the whole tree. */
  public boolean recursive() {
    return has(Trait.RECURSIVE);
  }

  /** These options with other parameters of the file system. */
  public MountOptions withData(List<String> newData) {
    return new MountOptions(
        set, clear, recursiveSet, recursiveClear, superblock, propagation, newData, traits);
  }

  /** These options with other superblock flags. */
  public MountOptions withSuperblock(List<String> newSuperblock) {
    return new MountOptions(
        set, clear, recursiveSet, recursiveClear, newSuperblock, propagation, data, traits);
  }

  /** These options with other propagation changes. */
  public MountOptions withPropagation(List<PropagationChange> newPropagation) {
    return new MountOptions(
        set, clear, recursiveSet, recursiveClear, superblock, newPropagation, data, traits);
  }

  /** These options with other attributes to set and clear. */
  public MountOptions withAttributes(long newSet, long newClear) {
    return new MountOptions(
        newSet, newClear, recursiveSet, recursiveClear, superblock, propagation, data, traits);
  }
}
