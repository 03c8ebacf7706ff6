package org.jrunc.core.container;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.criu.CriuFeatures;
import org.jrunc.core.criu.CriuOptions;
import org.jrunc.core.criu.CriuProcess;
import org.jrunc.core.criu.CriuRequest;
import org.jrunc.core.criu.NetworkLock;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;

/** What checkpoint and restore have in common. */
final class Criu {
  /** The first version that takes profiles of security modules as they are meant. */
  static final int SECURITY_PROFILES = 31_600;

  private static final int OLDEST = 31_500;
  private static final String ANNOTATION = "org.criu.config";
  private static final String CONFIG_FILE = "/etc/criu/runc.conf";

  private Criu() {}

  /**
   * Asks for the version.
   *
   * @throws HostFailure if it is too old
   */
  static int version(CriuProcess criu) {
    int version = criu.ask(CriuRequest.version(), (notification, fds) -> {}).version();
    requireVersion(
        version, OLDEST, "CRIU version " + version + " must be " + OLDEST + " or higher");
    return version;
  }

  static void requireVersion(int version, int needed, String complaint) {
    if (version < needed) {
      throw new HostFailure(complaint);
    }
  }

  /**
   * Insists on features.
   *
   * @throws HostFailure in runc's words if one is missing
   */
  static void require(CriuProcess criu, CriuFeatures wanted) {
    var answer = criu.ask(CriuRequest.featureCheck(wanted), (notification, fds) -> {});
    var found = answer.features();
    var missing = new ArrayList<String>();
    if (wanted.memoryTracking() && (found == null || !found.memoryTracking())) {
      missing.add("MemTrack");
    }
    if (wanted.lazyPages() && (found == null || !found.lazyPages())) {
      missing.add("LazyPages");
    }
    if (!missing.isEmpty()) {
      throw new HostFailure("criu is missing features: " + missing);
    }
  }

  /** Settings of the container's own, or of all containers; an empty name means none. */
  static void configure(CriuOptions options, Spec spec) {
    var file = spec.annotations().getOrDefault(ANNOTATION, CONFIG_FILE);
    if (!file.isEmpty()) {
      options.configFile(file);
    }
  }

  /** CRIU itself would only try iptables-restore(8). */
  static void lockNetwork(CriuOptions options, ImageRequest request, Caller caller) {
    if (request.lock().isPresent()) {
      options.lockNetwork(request.lock().get());
    } else if (!CriuProcess.hasIptables(caller)) {
      options.lockNetwork(NetworkLock.NFTABLES);
    }
  }

  /** What CRIU calls a kind of namespace. */
  static String name(NamespaceType type) {
    return switch (type) {
      case NETWORK -> "net";
      case MOUNT -> "mnt";
      default -> type.toString();
    };
  }

  /** The name under which images know a namespace that stays outside. */
  static String externalKey(NamespaceType type) {
    return type == NamespaceType.NETWORK ? "extRootNetNS" : "extRootPidNS";
  }

  /** Those kinds of namespaces that stay outside if they are given by path. */
  static boolean staysOutside(NamespaceType type) {
    return List.of(NamespaceType.NETWORK, NamespaceType.PID).contains(type);
  }
}
