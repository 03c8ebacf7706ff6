package org.jrunc.core.criu;

import java.util.Set;
import org.jrunc.core.linux.Fd;

/**
 * How CRIU works on processes: {@code criu_opts} of rpc.proto, written as it is filled in. The
 * numbers of descriptors are those of this process, from where CRIU opens them anew, except for
 * those that it {@linkplain #inherit inherits}.
 */
public final class CriuOptions {
  private static final int LOG_LEVEL = 4;
  private static final int NEW_NETWORK = 0x4000_0000;

  private final WireWriter out = new WireWriter();

  /** Options for these images, with what is the same for every container. */
  public CriuOptions(Fd images, String root, String logFile, CgroupMode cgroups) {
    out.number(1, images.number()).number(9, LOG_LEVEL).text(10, logFile);
    out.flag(12, true).text(13, root).flag(24, true).number(34, cgroups.number());
    // Devices of a network are nobody's to manage here, and so the namespace is restored empty.
    out.number(38, NEW_NETWORK).flag(50, true);
  }

  /** The process whose tree is dumped. */
  public CriuOptions pid(int pid) {
    out.number(2, pid);
    return this;
  }

  /** What is switched on. */
  public CriuOptions switches(Set<CriuSwitch> switches) {
    for (var one : switches) {
      out.flag(one.field(), true);
    }
    return this;
  }

  /** What only a restore needs: the tree becomes the child of the parent of CRIU. */
  public CriuOptions asSibling() {
    out.flag(6, true).flag(26, true);
    return this;
  }

  /** The server that takes the pages. */
  public CriuOptions pageServer(PageServer server) {
    out.message(11, new WireWriter().text(1, server.address()).number(2, server.port()));
    return this;
  }

  /** The images of the dump before, relative to these, and that changes are tracked. */
  public CriuOptions parent(String directory) {
    out.text(14, directory).flag(15, true);
    return this;
  }

  /** Where the log goes. */
  public CriuOptions work(Fd directory) {
    out.number(17, directory.number());
    return this;
  }

  /** A mount whose content is not in the images: its place and the name there, or what it shows. */
  public CriuOptions externalMount(String key, String value) {
    out.message(23, new WireWriter().text(1, key).text(2, value));
    return this;
  }

  /** Where the cgroups of a hierarchy begin. */
  public CriuOptions cgroupRoot(String controller, String path) {
    out.message(25, new WireWriter().text(1, controller).text(2, path));
    return this;
  }

  /** A descriptor of CRIU's own that takes the place of one that the images name. */
  public CriuOptions inherit(String key, int descriptor) {
    out.message(27, new WireWriter().text(1, key).number(2, descriptor));
    return this;
  }

  /** A thing outside that is not in the images. */
  public CriuOptions external(String name) {
    out.text(37, name);
    return this;
  }

  /** A namespace that is there already. */
  public CriuOptions joinNamespace(String type, String path) {
    out.message(39, new WireWriter().text(1, type).text(2, path));
    return this;
  }

  /** The cgroup that is frozen meanwhile. */
  public CriuOptions freezer(String directory) {
    out.text(44, directory);
    return this;
  }

  /** A file with settings, which count for more than all others; none if it is not there. */
  public CriuOptions configFile(String file) {
    out.text(51, file);
    return this;
  }

  /** The profile of a security module, as {@code TYPE:NAME}. */
  public CriuOptions securityProfile(String profile) {
    out.text(53, profile);
    return this;
  }

  /** The SELinux context of mounts. */
  public CriuOptions mountContext(String context) {
    out.text(63, context);
    return this;
  }

  /** How the network is held up; by iptables-restore(8) if nothing is said. */
  public CriuOptions lockNetwork(NetworkLock method) {
    out.number(64, method.number());
    return this;
  }

  WireWriter message() {
    return out;
  }
}
