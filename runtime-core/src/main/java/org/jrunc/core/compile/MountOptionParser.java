package org.jrunc.core.compile;

import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountOptions.PropagationChange;
import org.jrunc.core.plan.MountOptions.Trait;
import org.jrunc.core.plan.Propagation;

/** Sorts the options of a mount, config.md "Linux mount options"; unknown ones are data. */
final class MountOptionParser {
  private static final long ATIME = Abi.MOUNT_ATTR__ATIME;
  private static final String DIRATIME = "diratime";

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
          entry("nodiratime", new Change(Abi.MOUNT_ATTR_NODIRATIME, 0)),
          entry(DIRATIME, new Change(0, Abi.MOUNT_ATTR_NODIRATIME)),
          entry("nosymfollow", new Change(Abi.MOUNT_ATTR_NOSYMFOLLOW, 0)),
          entry("symfollow", new Change(0, Abi.MOUNT_ATTR_NOSYMFOLLOW)));

  /**
   * The ways to keep access times, the strongest first: of several that are asked for mount(2)
   * takes that one.
   */
  private static final List<AccessTime> ACCESS_TIMES =
      List.of(
          new AccessTime("strictatime", "nostrictatime", Abi.MOUNT_ATTR_STRICTATIME),
          new AccessTime("noatime", "atime", Abi.MOUNT_ATTR_NOATIME),
          new AccessTime("relatime", "norelatime", Abi.MOUNT_ATTR_RELATIME));

  /** A way to keep access times, and the option that only takes back that it was asked for. */
  private record AccessTime(String name, String opposite, long value) {}

  /** A flag of the superblock that nothing takes back. */
  private static final String DIRSYNC = "dirsync";

  /** The other flags of the superblock, with the name that takes each back. */
  static final Map<String, String> SUPERBLOCK =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of("sync", "async", "mand", "nomand", "lazytime", "nolazytime", "ro", "rw")));

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
  private final Set<AccessTime> times = new HashSet<>();
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
    var alsoRecursive = new ArrayList<>(ATTRIBUTES.keySet());
    alsoRecursive.addAll(PROPAGATION.keySet());
    ACCESS_TIMES.forEach(time -> alsoRecursive.addAll(List.of(time.name(), time.opposite())));
    names.addAll(alsoRecursive);
    alsoRecursive.forEach(name -> names.add("r" + name));
    names.add(DIRSYNC);
    return List.copyOf(names);
  }

  private void add(String option) {
    if (option.equals(DIRATIME)) {
      set &= ~(long) Abi.MOUNT_ATTR_NODIRATIME;
      traits.add(Trait.TAKES_BACK);
      return;
    }
    var change = ATTRIBUTES.get(option);
    if (change != null) {
      set = (set & ~change.clear()) | change.set();
      clear = (clear & ~change.set()) | change.clear();
      addSuperblock(option);
      return;
    }
    if (addTime(option)
        || addSuperblock(option)
        || addRecursive(option)
        || WITHOUT_EFFECT.contains(option)) {
      return;
    }
    var meant = TRAITS.get(option);
    if (meant == null) {
      data.addAll(MountData.split(option));
    } else {
      traits.addAll(meant);
    }
  }

  private boolean addTime(String option) {
    for (var time : ACCESS_TIMES) {
      if (time.name().equals(option)) {
        times.add(time);
        return true;
      }
      if (time.opposite().equals(option)) {
        times.remove(time);
        traits.add(Trait.TAKES_BACK);
        return true;
      }
    }
    return false;
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
    return deep
        && (addRecursiveTime(option.substring(1)) || addRecursiveAttribute(option.substring(1)));
  }

  private boolean addRecursiveAttribute(String option) {
    var change = ATTRIBUTES.get(option);
    if (change == null) {
      return false;
    }
    recursiveSet = (recursiveSet & ~change.clear()) | change.set();
    recursiveClear = (recursiveClear & ~change.set()) | change.clear();
    return true;
  }

  /** Two at once are left to mount_setattr(2), which refuses them. */
  private boolean addRecursiveTime(String option) {
    for (var time : ACCESS_TIMES) {
      boolean opposite = time.opposite().equals(option);
      if (opposite || time.name().equals(option)) {
        recursiveSet = opposite ? recursiveSet & ~time.value() : recursiveSet | time.value();
        recursiveClear |= ATIME;
        return true;
      }
    }
    return false;
  }

  private MountOptions result() {
    for (var time : ACCESS_TIMES) {
      if (times.contains(time)) {
        set |= time.value();
        clear |= ATIME;
        break;
      }
    }
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
