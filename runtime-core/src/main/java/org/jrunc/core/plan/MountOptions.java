package org.jrunc.core.plan;

import java.util.List;
import java.util.Locale;

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
 * @param bind whether this is a bind mount
 * @param recursive whether a bind takes the whole tree
 * @param remount whether the mount at the target is changed instead of a new one made
 * @param copyUp whether a tmpfs begins with the content of the directory that it covers
 */
public record MountOptions(
    long set,
    long clear,
    long recursiveSet,
    long recursiveClear,
    List<String> superblock,
    List<PropagationChange> propagation,
    List<String> data,
    boolean bind,
    boolean recursive,
    boolean remount,
    boolean copyUp) {
  /** No options at all. */
  public static final MountOptions NONE =
      new MountOptions(0, 0, 0, 0, List.of(), List.of(), List.of(), false, false, false, false);

  /** Copies the lists. */
  public MountOptions {
    superblock = List.copyOf(superblock);
    propagation = List.copyOf(propagation);
    data = List.copyOf(data);
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
    return new MountOptions(0, 0, 0, 0, List.of(), List.of(), List.of(), true, true, false, false);
  }

  /** These options with other parameters of the file system. */
  public MountOptions withData(List<String> newData) {
    return new MountOptions(
        set,
        clear,
        recursiveSet,
        recursiveClear,
        superblock,
        propagation,
        newData,
        bind,
        recursive,
        remount,
        copyUp);
  }

  /** These options with other superblock flags. */
  public MountOptions withSuperblock(List<String> newSuperblock) {
    return new MountOptions(
        set,
        clear,
        recursiveSet,
        recursiveClear,
        newSuperblock,
        propagation,
        data,
        bind,
        recursive,
        remount,
        copyUp);
  }

  /** These options with other propagation changes. */
  public MountOptions withPropagation(List<PropagationChange> newPropagation) {
    return new MountOptions(
        set,
        clear,
        recursiveSet,
        recursiveClear,
        superblock,
        newPropagation,
        data,
        bind,
        recursive,
        remount,
        copyUp);
  }

  /** These options with other attributes to set and clear. */
  public MountOptions withAttributes(long newSet, long newClear) {
    return new MountOptions(
        newSet,
        newClear,
        recursiveSet,
        recursiveClear,
        superblock,
        propagation,
        data,
        bind,
        recursive,
        remount,
        copyUp);
  }
}
