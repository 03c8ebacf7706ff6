package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;

/**
 * Where mount targets lie in a root file system whose symbolic links lead to directories that do
 * not exist yet: an image with {@code /var/run -> /run} and no {@code /run}. The answer only says
 * which directories to make; they are made and opened without trusting it.
 */
final class TargetLinks {
  private static final int MAX_LINKS = 40;
  private static final Path TOP = Path.of("/");

  private final Kernel kernel;
  private final Path rootfs;
  private final Map<Path, String> links = new HashMap<>();
  private final Set<Path> missing = new HashSet<>();

  TargetLinks(Kernel kernel, Path rootfs) {
    this.kernel = kernel;
    this.rootfs = rootfs;
  }

  /** The targets that links lead elsewhere, with where they lead; cleaned paths in the root. */
  Map<String, String> of(List<String> destinations) {
    var found = new HashMap<String, String>();
    for (var destination : destinations) {
      var target = MountPaths.clean(destination);
      var resolved = resolve(target);
      if (!resolved.equals(target)) {
        found.put(target, resolved);
      }
    }
    return found;
  }

  private String resolve(String target) {
    if (target.length() >= Abi.PATH_MAX) {
      return target;
    }
    Deque<String> rest = new ArrayDeque<>();
    push(rest, Path.of(target));
    var place = TOP;
    int links = 0;
    while (!rest.isEmpty()) {
      var name = rest.pop();
      var next = name.equals("..") ? parent(place) : place.resolve(name);
      var link = name.equals("..") ? "" : readLink(next);
      if (link.isEmpty()) {
        place = next;
        continue;
      }
      if (++links > MAX_LINKS) {
        return target;
      }
      push(rest, Path.of(link));
      place = link.startsWith("/") ? TOP : place;
    }
    return place.toString();
  }

  private static Path parent(Path place) {
    var parent = place.getParent();
    return parent == null ? TOP : parent;
  }

  private static void push(Deque<String> rest, Path path) {
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      var name = path.getName(i).toString();
      if (!name.isEmpty() && !name.equals(".")) {
        rest.push(name);
      }
    }
  }

  /** Where a link leads; empty if there is none. Many targets lie in the same few directories. */
  private String readLink(Path place) {
    var known = links.get(place);
    if (known != null) {
      return known;
    }
    var found = missing.contains(place.getParent()) ? nothing(place) : lookAt(place);
    links.put(place, found);
    return found;
  }

  private String lookAt(Path place) {
    try {
      return kernel.readLink(rootfs.resolve(TOP.relativize(place)));
    } catch (SyscallFailure e) {
      return e.is(Errno.ENOENT) ? nothing(place) : "";
    }
  }

  private String nothing(Path place) {
    missing.add(place);
    return "";
  }
}
