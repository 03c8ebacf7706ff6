package org.jrunc.core.container;

import java.nio.file.Path;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Namespace;

/** Looks at the namespaces that a container is to join, before anything is made for it. */
final class JoinedNamespaces {
  private JoinedNamespaces() {}

  private static final Path SOME_NAMESPACE = Path.of("/proc/self/ns/mnt");

  /**
   * Refuses paths that lead to no namespace of their type.
   *
   * @throws SpecFailure for the first of them
   */
  static void check(Kernel kernel, Spec spec) {
    var linux = spec.linux();
    if (linux == null) {
      return;
    }
    for (int i = 0; i < linux.namespaces().size(); i++) {
      var namespace = linux.namespaces().get(i);
      var path = namespace.path();
      if (path != null) {
        check(kernel, namespace, path, "/linux/namespaces/" + i + "/path");
      }
    }
  }

  private static void check(Kernel kernel, Namespace namespace, String path, String pointer) {
    var what = "cannot join " + namespace.type() + " namespace `" + path + "`: ";
    String found;
    try (var place = kernel.openPath(Path.of(path))) {
      if (kernel.facts(place).device() != kernel.facts(SOME_NAMESPACE).device()) {
        throw new SpecFailure(pointer, what + "it is no namespace");
      }
      // `net:[4026531840]`; of one that is mounted elsewhere, only where.
      found = kernel.readLink(Path.of("/proc/self/fd/" + place.number()));
    } catch (SyscallFailure e) {
      throw new SpecFailure(pointer, what + Errno.textOf(e.errno()));
    }
    var type = found.startsWith("/") ? fileName(namespace) : found.substring(0, found.indexOf(':'));
    if (!type.equals(fileName(namespace))) {
      throw new SpecFailure(pointer, what + "it is a namespace of type " + type);
    }
  }

  /** What the kernel calls the type below {@code /proc/self/ns}. */
  private static String fileName(Namespace namespace) {
    return switch (namespace.type()) {
      case MOUNT -> "mnt";
      case NETWORK -> "net";
      case PID -> "pid";
      case IPC -> "ipc";
      case UTS -> "uts";
      case USER -> "user";
      case CGROUP -> "cgroup";
      case TIME -> "time";
    };
  }
}
