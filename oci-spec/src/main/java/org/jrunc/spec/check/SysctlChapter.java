package org.jrunc.spec.check;

import java.util.Set;
import java.util.stream.Stream;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.NamespaceType;
import org.jspecify.annotations.Nullable;

/**
 * Kernel parameters (config-linux.md, "Sysctl"): only those of a namespace that the container does
 * not share. Whether a joined network namespace is the host's is left to the runtime.
 */
final class SysctlChapter implements Chapter {
  private static final String SECTION = "config-linux.md, Sysctl";

  /** ipc_namespaces(7); those of POSIX message queues all start alike. */
  private static final Set<String> IPC =
      Set.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux();
    if (linux == null) {
      return;
    }
    linux
        .sysctl()
        .forEach(
            (key, value) -> {
              var pointer = Findings.child("/linux/sysctl", key);
              var problem = problem(dotted(key), linux);
              if (problem != null) {
                findings.add(pointer, "sysctl-namespace", problem, SECTION);
              }
              findings.noNul(pointer, key + value, SECTION);
            });
  }

  private static @Nullable String problem(String name, Linux linux) {
    var quoted = "\"" + name + "\"";
    if (leads(name)) {
      return "sysctl " + quoted + " leads to another one";
    } else if (IPC.contains(name) || name.startsWith("fs.mqueue.")) {
      return linux.has(NamespaceType.IPC)
          ? null
          : "sysctl " + quoted + " is not allowed in the hosts ipc namespace";
    } else if (name.startsWith("net.")) {
      return linux.has(NamespaceType.NETWORK)
          ? null
          : "sysctl " + quoted + " not allowed in host network namespace";
    } else if (name.startsWith("user.")) {
      return linux.has(NamespaceType.USER)
          ? null
          : "setting ucounts without a user namespace not allowed: " + name;
    } else if (linux.has(NamespaceType.UTS) && name.equals("kernel.domainname")) {
      return null;
    } else if (linux.has(NamespaceType.UTS) && name.equals("kernel.hostname")) {
      return "sysctl " + quoted + " is not allowed as it conflicts with the OCI \"hostname\" field";
    }
    return "sysctl " + quoted + " is not in a separate kernel namespace";
  }

  /** Whether a component is {@code .} or {@code ..}, which lead from one namespace to another. */
  private static boolean leads(String name) {
    return Stream.of(name.split("\\.", -1)).anyMatch(part -> part.matches("//?"));
  }

  /** Swaps dots and slashes if the first of both is a slash, as sysctl.d(5) reads names. */
  private static String dotted(String name) {
    var slash = name.indexOf('/');
    var dot = name.indexOf('.');
    if (slash < 0 || (dot >= 0 && dot < slash)) {
      return name;
    }
    return name.replace('.', '\0').replace('/', '.').replace('\0', '/');
  }
}
