package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.MOUNT_ATTR_SIZE;
import static org.jrunc.core.program.Structs.OPEN_HOW_SIZE;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.IdMap;
import org.jrunc.core.plan.MountOptions;
import org.jrunc.core.plan.MountOptions.PropagationChange;
import org.jrunc.core.plan.MountOptions.Trait;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Propagation;

/**
 * Lowers the steps that shape the mount tree. Every mount is made detached and then attached to a
 * descriptor of its target, never to a path that somebody could exchange meanwhile.
 */
final class MountLowering {
  private static final int ATTACH = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
  private static final int CLONE_OF_DESCRIPTOR =
      OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH;
  private static final List<String> STRICT_TYPES = List.of("proc", "sysfs");

  private static final PropagationChange ALONE = new PropagationChange(Propagation.PRIVATE, false);

  private final ProgramBuilder out;
  private final RootPaths paths;
  private final Handshake handshake;
  private final LinkLowering links;
  private final FilesystemLowering filesystems;
  private final Slot rootfs;
  private final Slot mount;
  private final Slot target;
  private final Slot context;
  private final Slot place;
  private final Map<MountStep.BindMount, Integer> opened = new HashMap<>();
  private boolean masked;

  MountLowering(ProgramBuilder out, RootPaths paths, Handshake handshake) {
    this.out = out;
    this.paths = paths;
    this.handshake = handshake;
    this.links = new LinkLowering(out, paths);
    this.filesystems = new FilesystemLowering(out);
    this.rootfs = out.slot("rootfs");
    this.mount = out.slot("mount");
    this.target = out.slot("target");
    this.context = out.slot("context");
    this.place = out.slot("place");
  }

  void lower(MountStep step) {
    switch (step) {
      case MountStep.IsolateMounts isolate -> propagate(AT_FDCWD, "/", isolate.change(), 0);
      case MountStep.OpenRootfs open -> openRootfs(open);
      case MountStep.TakeRootfs take -> take(take.descriptor(), rootfs);
      case MountStep.OpenSource open -> {
        openSource(open.bind());
        out.call(DUP3, mount, open.descriptor(), O_CLOEXEC);
        out.call(CLOSE, mount);
        opened.put(open.bind(), open.descriptor());
      }
      case MountStep.MountFilesystem filesystem -> mountFilesystem(filesystem);
      case MountStep.CopyUp copyUp -> copyUp(copyUp);
      case MountStep.BindMount bind -> bindMount(bind);
      case MountStep.Remount remount -> remount(remount);
      case MountStep.Unmount unmount -> unmount(unmount.target());
      case MountStep.Symlink link ->
          paths.inParent(
              link.link(),
              (parent, name) ->
                  out.call(SYMLINKAT, link.target(), parent, name).ignoring(Errno.EEXIST));
      case MountStep.CopySymlink copy -> links.copySymlink(copy);
      case MountStep.LabelDirectory label -> label(label);
      case MountStep.PrepareMasks prepare -> prepareMasks(prepare);
      case MountStep.MaskPath mask -> maskPath(mask);
      case MountStep.ReadonlyPath readonly -> readonlyPath(readonly);
      case MountStep.PivotRoot pivot -> pivotRoot();
      case MountStep.MoveRoot move -> moveRoot(move);
      case MountStep.PropagateRoot propagate ->
          propagate(rootfs, "", propagate.change(), AT_EMPTY_PATH);
      case MountStep.ReadonlyRoot readonly ->
          setAttributes(rootfs, MOUNT_ATTR_RDONLY, 0, AT_EMPTY_PATH);
    }
  }

  private void openRootfs(MountStep.OpenRootfs step) {
    int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE;
    out.call(OPENAT2, AT_FDCWD, step.path(), pathOnly(), OPEN_HOW_SIZE).into(place);
    step.privateMount().ifPresent(path -> propagate(AT_FDCWD, path, ALONE, 0));
    out.call(OPEN_TREE, AT_FDCWD, step.path(), flags).into(rootfs);
    out.call(MOVE_MOUNT, rootfs, "", place, "", ATTACH);
    out.call(CLOSE, place);
  }

  private void mountFilesystem(MountStep.MountFilesystem step) {
    filesystems.create(step);
    attach(step);
    if (step.type().equals("tmpfs")) {
      paths.cover(step.target());
    }
  }

  /** Attaches {@code $mount} to its target. */
  private void attach(MountStep.MountFilesystem step) {
    // A symbolic link in place of /proc would put the kernel's files where the image wants them:
    // CVE-2019-19921, CVE-2023-27561.
    long resolve = STRICT_TYPES.contains(step.type()) ? RESOLVE_NO_SYMLINKS : 0;
    paths.ensure(step.target(), FileKind.DIRECTORY, target, resolve);
    finishMount(step.target(), step.options());
  }

  /** Attaches {@code $mount} to {@code $target} and closes both. */
  private void finishMount(String path, MountOptions options) {
    out.call(MOVE_MOUNT, mount, "", target, "", ATTACH);
    changeTree(mount, options);
    out.call(CLOSE, target);
    out.call(CLOSE, mount);
    paths.hide(path);
  }

  /** What options say of the mounts below, too, and of propagation. */
  private void changeTree(Slot top, MountOptions options) {
    long set = options.recursiveSet();
    long clear = options.recursiveClear();
    if (set != 0 || clear != 0) {
      setAttributes(top, set, clear, AT_EMPTY_PATH | AT_RECURSIVE);
    }
    for (var change : options.propagation()) {
      propagate(top, "", change, AT_EMPTY_PATH);
    }
  }

  private void copyUp(MountStep.CopyUp step) {
    var under = out.slot("under");
    paths.ensure(step.mount().target(), FileKind.DIRECTORY, target);
    out.call(OPENAT2, target, ".", Structs.openHow(O_CLOEXEC, 0, 0), OPEN_HOW_SIZE).into(under);
    out.call(CLOSE, target);
    filesystems.create(step.mount());
    handshake.sendDescriptors(ReportType.COPY_UP, List.of(under, mount));
    handshake.awaitGo();
    out.call(CLOSE, under);
    attach(step.mount());
  }

  private void bindMount(MountStep.BindMount step) {
    var passed = opened.get(step);
    if (passed == null) {
      openSource(step);
    } else {
      take(passed, mount);
    }
    if (step.options().has(Trait.TARGET_NOFOLLOW)) {
      links.openTarget(step.target(), target);
    } else {
      paths.ensure(step.target(), step.kind(), target);
    }
    finishMount(step.target(), step.options());
  }

  /** Moves a descriptor that was passed on to a slot. */
  private void take(int descriptor, Slot into) {
    out.call(FCNTL, descriptor, F_DUPFD_CLOEXEC, 0).into(into);
    out.call(CLOSE, descriptor);
  }

  /** Clones the source of a bind into {@code $mount}, with its attributes, still detached. */
  private void openSource(MountStep.BindMount step) {
    var options = step.options();
    int flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
    flags |= options.recursive() ? AT_RECURSIVE : 0;
    flags |= options.has(Trait.SOURCE_NOFOLLOW) ? AT_SYMLINK_NOFOLLOW : 0;
    out.call(OPEN_TREE, AT_FDCWD, step.source(), flags).into(mount);
    if (options.set() != 0 || options.clear() != 0) {
      setAttributes(mount, options.set(), options.clear(), AT_EMPTY_PATH);
    }
    // Only a mount that nobody can see yet takes a mapping.
    step.idMap().ifPresent(this::mapIds);
  }

  private void mapIds(IdMap map) {
    int flags = AT_EMPTY_PATH | (map.recursive() ? AT_RECURSIVE : 0);
    var attributes = Structs.mountAttr(MOUNT_ATTR_IDMAP, 0, 0);
    var namespace = IdMappingLowering.namespace(out, map.number());
    out.store(namespace, attributes, Structs.MOUNT_ATTR_USER_NAMESPACE);
    out.call(MOUNT_SETATTR, mount, "", flags, attributes, MOUNT_ATTR_SIZE);
  }

  private void remount(MountStep.Remount step) {
    var options = step.options();
    paths.open(step.target(), target);
    if (!options.bind()) {
      filesystems.reconfigure(target, options);
    }
    if (options.set() != 0 || options.clear() != 0) {
      setAttributes(target, options.set(), options.clear(), AT_EMPTY_PATH);
    }
    changeTree(target, options);
    out.call(CLOSE, target);
  }

  /** By where we stand, or where it is in its directory: no path is looked up once more. */
  private void unmount(String path) {
    var file = out.label();
    var done = out.label();
    paths.open(path, target);
    out.call(FCHDIR, target).onError(file, Errno.ENOTDIR);
    out.call(UMOUNT2, ".", MNT_DETACH);
    out.jump(done);
    out.bind(file);
    int slash = path.lastIndexOf('/');
    paths.open(path.substring(0, slash), place);
    out.call(FCHDIR, place);
    out.call(CLOSE, place);
    out.call(UMOUNT2, path.substring(slash + 1), MNT_DETACH | UMOUNT_NOFOLLOW);
    out.bind(done);
    out.call(CLOSE, target);
  }

  /**
   * Opens what covers files: the container's /dev/null if it is the real one (CVE-2025-31133), else
   * the host's.
   */
  private void openNull() {
    var none = out.slot("null");
    var foreign = out.label();
    var done = out.label();
    var attempt = paths.attempt("/dev/null", none, RESOLVE_NO_SYMLINKS);
    new NodeCheck(out).unlessNull(none, foreign);
    out.jump(done);
    attempt.otherwise();
    out.bind(foreign);
    out.call(OPENAT2, AT_FDCWD, "/dev/null", pathOnly(), OPEN_HOW_SIZE).into(none);
    out.bind(done);
  }

  /**
   * Opens /dev/null and mounts an empty read-only tmpfs where open_tree(2) can clone it: over the
   * host's /proc in the old mount tree, which is dropped with the old root.
   */
  private void prepareMasks(MountStep.PrepareMasks step) {
    var empty = out.slot("empty");
    masked = true;
    openNull();
    out.call(FSOPEN, "tmpfs", FSOPEN_CLOEXEC).into(context);
    out.call(FSCONFIG, context, FSCONFIG_SET_STRING, "source", "tmpfs", 0);
    out.call(FSCONFIG, context, FSCONFIG_SET_FLAG, "ro", 0, 0);
    step.label()
        .ifPresent(
            option -> {
              int equals = option.indexOf('=');
              var type = option.substring(0, equals);
              var label = option.substring(equals + 1);
              out.call(FSCONFIG, context, FSCONFIG_SET_STRING, type, label, 0);
            });
    out.call(FSCONFIG, context, FSCONFIG_CMD_CREATE, 0, 0, 0);
    out.call(FSMOUNT, context, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY).into(empty);
    out.call(CLOSE, context);
    out.call(OPENAT2, AT_FDCWD, "/proc", pathOnly(), OPEN_HOW_SIZE).into(place);
    // Where the config leaves the host's mounts shared it would cover the host's own too.
    propagate(place, "", ALONE, AT_EMPTY_PATH).ignoring(Errno.EINVAL);
    out.call(MOVE_MOUNT, empty, "", place, "", ATTACH);
    out.call(CLOSE, place);
  }

  private void closeCovers() {
    if (masked) {
      out.call(CLOSE, out.slot("null"));
      out.call(CLOSE, out.slot("empty"));
    }
  }

  /** A descriptor of a path alone takes no attribute, so the directory is opened for reading. */
  private void label(MountStep.LabelDirectory step) {
    var directory = out.slot("directory");
    int length = step.label().getBytes(StandardCharsets.UTF_8).length;
    paths.open(step.path(), target);
    out.call(OPENAT, target, ".", O_CLOEXEC, 0).into(directory);
    out.call(FSETXATTR, directory, "security.selinux", step.label(), length, 0)
        .ignoring(Errno.EOPNOTSUPP);
    out.call(CLOSE, directory);
    out.call(CLOSE, target);
  }

  private void maskPath(MountStep.MaskPath step) {
    var directory = out.label();
    var finish = out.label();
    var attempt = paths.attempt(step.path(), target, 0, Errno.ENOENT);
    out.call(OPEN_TREE, out.slot("null"), "", CLONE_OF_DESCRIPTOR).into(mount);
    out.call(MOVE_MOUNT, mount, "", target, "", ATTACH)
        .onError(directory, Errno.EINVAL, Errno.ENOTDIR);
    out.jump(finish);
    out.bind(directory);
    out.call(CLOSE, mount);
    out.call(OPEN_TREE, out.slot("empty"), "", CLONE_OF_DESCRIPTOR).into(mount);
    out.call(MOVE_MOUNT, mount, "", target, "", ATTACH);
    out.bind(finish);
    out.call(CLOSE, mount);
    out.call(CLOSE, target);
    attempt.otherwise();
  }

  private void readonlyPath(MountStep.ReadonlyPath step) {
    var attempt = paths.attempt(step.path(), target, 0, Errno.ENOENT);
    out.call(OPEN_TREE, target, "", CLONE_OF_DESCRIPTOR | AT_RECURSIVE).into(mount);
    setAttributes(mount, MOUNT_ATTR_RDONLY, 0, AT_EMPTY_PATH);
    out.call(MOVE_MOUNT, mount, "", target, "", ATTACH);
    out.call(CLOSE, mount);
    out.call(CLOSE, target);
    attempt.otherwise();
  }

  private void pivotRoot() {
    var old = out.slot("old");
    out.call(OPENAT2, AT_FDCWD, "/", pathOnly(), OPEN_HOW_SIZE).into(old);
    out.call(FCHDIR, rootfs);
    out.call(PIVOT_ROOT, ".", ".");
    // The old root lies on top now: step onto it, cut it off from the host and let it go.
    out.call(FCHDIR, old);
    var slave = new PropagationChange(Propagation.SLAVE, true);
    propagate(AT_FDCWD, ".", slave, 0);
    out.call(UMOUNT2, ".", MNT_DETACH);
    out.call(CLOSE, old);
    out.call(CHDIR, "/");
    closeCovers();
  }

  private void moveRoot(MountStep.MoveRoot step) {
    if (masked) {
      // The cover that was put on the host's /proc; it would be unmounted in its stead.
      out.call(UMOUNT2, "/proc", MNT_DETACH);
    }
    for (var path : step.uncovered()) {
      out.call(UMOUNT2, path, MNT_DETACH).ignoring(Errno.EINVAL, Errno.ENOENT);
    }
    out.call(FCHDIR, rootfs);
    out.call(MOVE_MOUNT, rootfs, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH);
    out.call(CHROOT, ".");
    out.call(CHDIR, "/");
    closeCovers();
  }

  private void setAttributes(Slot on, long set, long clear, int flags) {
    out.call(MOUNT_SETATTR, on, "", flags, Structs.mountAttr(set, clear, 0), MOUNT_ATTR_SIZE);
  }

  private ProgramBuilder.Pending propagate(
      Object on, String path, PropagationChange change, int flags) {
    int recursion = change.recursive() ? AT_RECURSIVE : 0;
    var attributes = Structs.mountAttr(0, 0, change.type().flag());
    return out.call(MOUNT_SETATTR, on, path, flags | recursion, attributes, MOUNT_ATTR_SIZE);
  }

  private static Datum pathOnly() {
    return Structs.openHow(O_PATH | O_CLOEXEC, 0, 0);
  }
}
