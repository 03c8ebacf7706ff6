package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.O_CLOEXEC;
import static org.jrunc.core.abi.Abi.O_PATH;
import static org.jrunc.core.abi.Abi.RESOLVE_IN_ROOT;
import static org.jrunc.core.abi.Syscall.CLOSE;
import static org.jrunc.core.abi.Syscall.MKDIRAT;
import static org.jrunc.core.abi.Syscall.MKNODAT;
import static org.jrunc.core.abi.Syscall.OPENAT2;
import static org.jrunc.core.abi.Syscall.OPEN_TREE;
import static org.jrunc.core.program.Structs.OPEN_HOW_SIZE;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.program.Operation.Condition;

/**
 * Lowers the lookup of paths inside the root file system: every one by openat2(2) with
 * RESOLVE_IN_ROOT from a descriptor of the root, so that no symbolic link of the image, nor one
 * exchanged while we look, leads out of it (CVE-2021-30465, CVE-2024-45310).
 */
final class RootPaths {
  private static final int DIRECTORY_MODE = 0755;
  private static final int FILE_MODE = 0644;

  private final ProgramBuilder out;
  private final Slot rootfs;

  /** Where a tmpfs was mounted, in which nothing is but what this program makes. */
  private final Set<String> fresh = new HashSet<>();

  RootPaths(ProgramBuilder out) {
    this.out = out;
    this.rootfs = out.slot("rootfs");
  }

  /** What covers this path is a new tmpfs: the path is there from now on, and empty. */
  void cover(String path) {
    fresh.add(joined(components(path)));
  }

  /** A mount now covers this path: what was known of it and all below is not known any more. */
  void hide(String path) {
    var components = components(path);
    var covered = joined(components);
    int last = Math.max(0, components.size() - 1);
    if (fresh.contains(joined(components.subList(0, last)))) {
      fresh.removeIf(known -> known.equals(covered) || known.startsWith(covered + "/"));
    } else {
      // By way of a symbolic link of the image it may be anywhere.
      fresh.clear();
    }
  }

  /** Opens an existing path as {@code O_PATH}. */
  void open(String path, Slot into) {
    open(path, into, 0);
  }

  /** Opens an existing path as {@code O_PATH}, with further RESOLVE_ flags. */
  void open(String path, Slot into, long resolve) {
    var again = out.label();
    out.bind(again);
    lookUp(path, into, resolve).onError(again, Errno.EAGAIN);
  }

  /**
   * Opens a path as {@code O_PATH} if that is possible: after one of these errors, any error when
   * none is named, the program goes on where {@link Attempt#otherwise} is called.
   */
  Attempt attempt(String path, Slot into, long resolve, Errno... errnos) {
    var again = out.label();
    var failed = out.label();
    out.bind(again);
    lookUp(path, into, resolve).onError(failed, withAgain(errnos));
    return new Attempt(into, again, failed);
  }

  private static Errno[] withAgain(Errno... errnos) {
    var all = Arrays.copyOf(errnos, errnos.length == 0 ? 0 : errnos.length + 1);
    if (all.length > 0) {
      all[errnos.length] = Errno.EAGAIN;
    }
    return all;
  }

  /**
   * The lookup itself. Where a {@code ..} is on the way, one in a symbolic link too, it must be
   * tried again whenever something on the host was renamed or mounted meanwhile: EAGAIN,
   * openat2(2).
   */
  private ProgramBuilder.Pending lookUp(String path, Slot into, long resolve) {
    var how = Structs.openHow(O_PATH | O_CLOEXEC, 0, RESOLVE_IN_ROOT | resolve);
    return out.call(OPENAT2, rootfs, relative(path), how, OPEN_HOW_SIZE).into(into);
  }

  /** Opens what exists at a path, a symbolic link itself if it is one. */
  void openNofollow(String path, Slot into) {
    var components = components(path);
    var parent = out.slot("directory");
    open(joined(components.subList(0, components.size() - 1)), parent);
    // Without OPEN_TREE_CLONE this opens like O_PATH|O_NOFOLLOW, with the same flag everywhere.
    out.call(
            OPEN_TREE,
            parent,
            components.getLast(),
            Abi.OPEN_TREE_CLOEXEC | Abi.AT_SYMLINK_NOFOLLOW)
        .into(into);
    close(parent);
  }

  /** Opens a path, creating it and its parents if it is missing. */
  void ensure(String path, FileKind kind, Slot into) {
    ensure(path, kind, into, 0);
  }

  /** Opens a path, creating it and its parents if it is missing, with further RESOLVE_ flags. */
  void ensure(String path, FileKind kind, Slot into, long resolve) {
    var components = components(path);
    if (components.isEmpty() || isTooLong(path)) {
      open(path, into, resolve);
      return;
    }
    var done = out.label();
    var attempt = attempt(path, into, resolve, Errno.ENOENT);
    out.jump(done);
    attempt.otherwise();
    var parent = ensureDirectories(components.subList(0, components.size() - 1));
    var name = components.getLast();
    if (kind == FileKind.DIRECTORY) {
      out.call(MKDIRAT, parent, name, DIRECTORY_MODE).ignoring(Errno.EEXIST);
    } else {
      out.call(MKNODAT, parent, name, Abi.S_IFREG | FILE_MODE, 0).ignoring(Errno.EEXIST);
    }
    close(parent);
    open(path, into, resolve);
    out.bind(done);
  }

  /**
   * Opens the parent directory of a path, creating it if need be, and passes it and the last name
   * on.
   */
  void inParent(String path, BiConsumer<Slot, String> use) {
    if (isTooLong(path)) {
      open(path, out.slot("directory"));
    }
    var components = isTooLong(path) ? List.of(path) : components(path);
    var parent = ensureDirectories(components.subList(0, components.size() - 1));
    use.accept(parent, components.getLast());
    close(parent);
  }

  private void close(Slot parent) {
    if (!parent.equals(rootfs)) {
      out.call(CLOSE, parent);
    }
  }

  private Slot ensureDirectories(List<String> components) {
    var parent = rootfs;
    if (fresh.contains(joined(components))) {
      parent = out.slot("directory");
      open(joined(components), parent);
      return parent;
    }
    var path = new StringBuilder();
    for (int i = 0; i < components.size(); i++) {
      path.append('/').append(components.get(i));
      var directory = out.slot(i % 2 == 0 ? "directory" : "subdirectory");
      var done = out.label();
      var attempt = attempt(path.toString(), directory, 0, Errno.ENOENT);
      out.jump(done);
      attempt.otherwise();
      out.call(MKDIRAT, parent, components.get(i), DIRECTORY_MODE).ignoring(Errno.EEXIST);
      open(path.toString(), directory);
      out.bind(done);
      close(parent);
      parent = directory;
    }
    return parent;
  }

  /** Nothing is made for a path that the kernel will refuse to look up. */
  private static boolean isTooLong(String path) {
    return path.length() >= Abi.PATH_MAX;
  }

  private static List<String> components(String path) {
    return Stream.of(path.split("/")).filter(part -> !part.isEmpty()).toList();
  }

  private static String joined(List<String> components) {
    return String.join("/", components);
  }

  private static String relative(String path) {
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    return start == path.length() ? "." : path.substring(start);
  }

  /** A lookup that may fail. */
  final class Attempt {
    private final Slot result;
    private final Label again;
    private final Label failed;

    private Attempt(Slot result, Label again, Label failed) {
      this.result = result;
      this.again = again;
      this.failed = failed;
    }

    /** Here the program goes on if nothing was opened; who comes here otherwise just passes. */
    void otherwise() {
      out.bind(failed);
      out.jump(result, Condition.EQUAL, -Errno.EAGAIN.number(), again);
    }
  }
}
