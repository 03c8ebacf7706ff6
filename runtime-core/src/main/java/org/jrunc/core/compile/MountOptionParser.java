package org.jrunc.core.compile;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountOptions.PropagationChange;
import org.jrunc.core.plan.MountOptions.Trait;
import org.jrunc.core.plan.Propagation;

/** Sorts the options of a mount, config.md "Linux mount options"; unknown ones are data. */
final class MountOptionParser {
  private static final long ATIME = Abi.MOUNT_ATTR__ATIME;

  /** A change of mount attributes: the bits to set and the bits to clear. */
  private record Change(long set, long clear) {}

  private static final Map<String, Change> ATTRIBUTES =
      Map.ofEntries(
          entry("ro", new Change(Abi.MOUNT_ATTR_RDONLY, 0)),
          entry("rw", new Change(0, Abi.MOUNT_ATTR_RDONLY)),
          entry("nosuid", new Change(Abi.MOUNT_ATTR_NOSUID, 0)),
          entry("suid", new Change(0, Abi.MOUNT_ATTR_NOSUID)),
          entry("nodev", new Change(Abi.MOUNT_ATTR_NODEV, 0)),
          entry("dev", new Change(0, Abi.MOUNT_ATTR_NODEV)),
          entry("noexec", new Change(Abi.MOUNT_ATTR_NOEXEC, 0)),
          entry("exec", new Change(0, Abi.MOUNT_ATTR_NOEXEC)),
          entry("noatime", new Change(Abi.MOUNT_ATTR_NOATIME, ATIME)),
          entry("atime", new Change(0, ATIME)),
          entry("relatime", new Change(Abi.MOUNT_ATTR_RELATIME, ATIME)),
          entry("norelatime", new Change(0, 0)),
          entry("strictatime", new Change(Abi.MOUNT_ATTR_STRICTATIME, ATIME)),
          entry("nostrictatime", new Change(0, ATIME)),
          entry("nodiratime", new Change(Abi.MOUNT_ATTR_NODIRATIME, 0)),
          entry("diratime", new Change(0, Abi.MOUNT_ATTR_NODIRATIME)),
          entry("nosymfollow", new Change(Abi.MOUNT_ATTR_NOSYMFOLLOW, 0)),
          entry("symfollow", new Change(0, Abi.MOUNT_ATTR_NOSYMFOLLOW)));

  /**
   * What these take back if it was asked for before them; the times of access that a source keeps
   * they do not change. mount(8) and runc have it so.
   */
  private static final Map<String, Long> TAKING_BACK =
      Map.of(
          "atime", (long) Abi.MOUNT_ATTR_NOATIME,
          "norelatime", (long) Abi.MOUNT_ATTR_RELATIME,
          "nostrictatime", (long) Abi.MOUNT_ATTR_STRICTATIME,
          "diratime", (long) Abi.MOUNT_ATTR_NODIRATIME);

  /** A flag of the superblock that nothing takes back. */
  private static final String DIRSYNC = "dirsync";

  /** The other flags of the superblock, with the name that takes each back. */
  static final Map<String, String> SUPERBLOCK =
      new TreeMap<>(
          Map.of("sync", "async", "mand", "nomand", "lazytime", "nolazytime", "ro", "rw"));

  private static final Map<String, Propagation> PROPAGATION =
      Map.of(
          "private", Propagation.PRIVATE,
          "slave", Propagation.SLAVE,
          "shared", Propagation.SHARED,
          "unbindable", Propagation.UNBINDABLE);

  // Their bits have no counterpart in the new mount API: iversion went into the file systems, and
  // silent only ever suppressed kernel messages.
  private static final List<String> WITHOUT_EFFECT =
      List.of("defaults", "iversion", "noiversion", "silent", "loud", "acl", "noacl");

  private static final Map<String, Set<Trait>> TRAITS =
      Map.of(
          "bind", Set.of(Trait.BIND),
          "rbind", Set.of(Trait.BIND, Trait.RECURSIVE),
          "remount", Set.of(Trait.REMOUNT),
          "tmpcopyup", Set.of(Trait.COPY_UP),
          "copy-symlink", Set.of(Trait.COPY_SYMLINK),
          "src-nofollow", Set.of(Trait.SOURCE_NOFOLLOW),
          "dest-nofollow", Set.of(Trait.TARGET_NOFOLLOW));

  private long set;
  private long clear;
  private long recursiveSet;
  private long recursiveClear;
  private final Set<String> superblock = new LinkedHashSet<>();
  private final List<PropagationChange> propagation = new ArrayList<>();
  private final List<String> data = new ArrayList<>();
  private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

  private MountOptionParser() {}

  /**
   * Sorts the options of one mount.
   *
   * @param pointer JSON pointer of the mount
   * @throws SpecFailure if an option is no option of bind mounts but the mount is one, or if two
   *     contradict each other
   */
  static MountOptions parse(List<String> options, String pointer) {
    var parser = new MountOptionParser();
    options.stream().filter(option -> !IdMapOption.is(option)).forEach(parser::add);
    if (parser.traits.contains(Trait.BIND) && !parser.data.isEmpty()) {
      throw new SpecFailure(
          pointer + "/options",
          "bind mounts cannot have any filesystem-specific options applied: `"
              + String.join(",", parser.data)
              + "`");
    }
    if (parser.traits.contains(Trait.COPY_SYMLINK)
        && (parser.traits.contains(Trait.SOURCE_NOFOLLOW)
            || parser.traits.contains(Trait.TARGET_NOFOLLOW))) {
      throw new SpecFailure(
          pointer + "/options",
          "`copy-symlink` is mutually exclusive with `src-nofollow` and `dest-nofollow`");
    }
    return parser.result();
  }

  /** All options that are not left to the file system, sorted. */
  static List<String> known() {
    var names = new TreeSet<>(TRAITS.keySet());
    names.addAll(List.of("idmap", "ridmap"));
    names.addAll(WITHOUT_EFFECT);
    names.addAll(SUPERBLOCK.keySet());
    names.addAll(SUPERBLOCK.values());
    names.addAll(ATTRIBUTES.keySet());
    names.addAll(PROPAGATION.keySet());
    Stream.concat(ATTRIBUTES.keySet().stream(), PROPAGATION.keySet().stream())
        .forEach(name -> names.add("r" + name));
    names.add(DIRSYNC);
    return List.copyOf(names);
  }

  private void add(String option) {
    var change = ATTRIBUTES.get(option);
    if (TAKING_BACK.containsKey(option)) {
      takeBack(TAKING_BACK.get(option));
      traits.add(Trait.TAKES_BACK);
      return;
    }
    if (change != null) {
      set = (set & ~change.clear() & ~overridden(change)) | change.set();
      clear = (clear & ~change.set()) | change.clear();
      addSuperblock(option);
      return;
    }
    if (addSuperblock(option) || addRecursive(option) || WITHOUT_EFFECT.contains(option)) {
      return;
    }
    var meant = TRAITS.get(option);
    if (meant == null) {
      data.addAll(MountData.split(option));
    } else {
      traits.addAll(meant);
    }
  }

  /** Forgets that an attribute was asked for before. */
  private void takeBack(long attribute) {
    if (attribute == Abi.MOUNT_ATTR_NODIRATIME) {
      set &= ~attribute;
    } else if ((clear & ATIME) != 0 && (set & ATIME) == attribute) {
      set &= ~ATIME;
      clear &= ~ATIME;
    }
  }

  private static long overridden(Change change) {
    return (change.clear() & ATIME) == 0 ? 0 : ATIME;
  }

  private boolean addSuperblock(String option) {
    if (SUPERBLOCK.containsKey(option) || option.equals(DIRSYNC)) {
      superblock.add(option);
      return true;
    }
    for (var flag : SUPERBLOCK.entrySet()) {
      if (flag.getValue().equals(option)) {
        superblock.remove(flag.getKey());
        return true;
      }
    }
    return false;
  }

  private boolean addRecursive(String option) {
    boolean deep = option.startsWith("r");
    var type = PROPAGATION.get(deep ? option.substring(1) : option);
    if (type != null) {
      propagation.add(new PropagationChange(type, deep));
      return true;
    }
    var change = deep ? ATTRIBUTES.get(option.substring(1)) : null;
    if (change == null) {
      return false;
    }
    if (option.equals("rnorelatime")) {
      // The times of access are one attribute, and relatime is its value that no bit stands for.
      recursiveSet &= ~ATIME;
      recursiveClear |= ATIME;
      return true;
    }
    recursiveSet = (recursiveSet & ~change.clear()) | change.set();
    recursiveClear = (recursiveClear & ~change.set()) | change.clear();
    return true;
  }

  private MountOptions result() {
    return new MountOptions(
        set,
        clear,
        recursiveSet,
        recursiveClear,
        List.copyOf(superblock),
        propagation,
        data,
        traits);
  }
}
