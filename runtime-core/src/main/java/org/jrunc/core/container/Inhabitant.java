package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.linux.FileFacts;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.spec.linux.IdMapping;

/**
 * What a container's process, root of its user namespace, is to files: which it may read, as whom
 * it makes some, and whose they can be, user_namespaces(7). All numbers are the host's.
 */
final class Inhabitant {
  /** Who has no id in a user namespace appears as nobody there: /proc/sys/kernel/overflowuid. */
  private static final long NOBODY = 65_534;

  private static final int FILE_SYSTEM_ID = 4;
  private static final int READ = 4;
  private static final int SEARCH = 1;

  private final Kernel kernel;
  private final Owner self;
  private final List<IdMapping> uids;
  private final List<IdMapping> gids;

  private Inhabitant(Kernel kernel, Owner self, List<IdMapping> uids, List<IdMapping> gids) {
    this.kernel = kernel;
    this.self = self;
    this.uids = uids;
    this.gids = gids;
  }

  /**
   * Who owns a file.
   *
   * @param uid its user
   * @param gid its group
   */
  record Owner(int uid, int gid) {}

  /** A process. */
  static Inhabitant of(Kernel kernel, int pid) {
    var directory = Path.of("/proc/" + pid);
    var status = KernelFile.read(directory.resolve("status"));
    return new Inhabitant(
        kernel,
        new Owner(fileSystemId(status, "Uid:"), fileSystemId(status, "Gid:")),
        IdMaps.parse(KernelFile.read(directory.resolve("uid_map"))),
        IdMaps.parse(KernelFile.read(directory.resolve("gid_map"))));
  }

  private static int fileSystemId(String status, String name) {
    var line = status.lines().filter(text -> text.startsWith(name)).findFirst().orElseThrow();
    return Integer.parseUnsignedInt(line.split("\\s+")[FILE_SYSTEM_ID]);
  }

  /** The user of the files that it makes. */
  int uid() {
    return self.uid();
  }

  /** The group of the files that it makes. */
  int gid() {
    return self.gid();
  }

  /** Makes files that are its own. */
  void act(Runnable action) {
    kernel.actAs(self.uid(), self.gid(), action);
  }

  /** Whom a copy of a file belongs to; nobody if the ids mean nothing there, not even nobody. */
  Optional<Owner> ownerOf(FileFacts facts) {
    long uid = known(uids, facts.uid());
    long gid = known(gids, facts.gid());
    return uid < 0 || gid < 0 ? Optional.empty() : Optional.of(new Owner((int) uid, (int) gid));
  }

  /** Whether it may read a file, or list and search a directory. */
  boolean mayRead(FileFacts facts) {
    if (covers(uids, facts.uid()) && covers(gids, facts.gid())) {
      return true;
    }
    // Capabilities of a user namespace count for nothing here, as for any other stranger.
    int wanted = facts.isDirectory() ? READ | SEARCH : READ;
    int shift = facts.uid() == self.uid() ? 6 : facts.gid() == self.gid() ? 3 : 0;
    return (facts.permissions() >> shift & wanted) == wanted;
  }

  private static long known(List<IdMapping> map, int id) {
    if (covers(map, id)) {
      return Integer.toUnsignedLong(id);
    }
    for (var mapping : map) {
      long offset = NOBODY - mapping.containerID();
      if (offset >= 0 && offset < mapping.size()) {
        return mapping.hostID() + offset;
      }
    }
    return -1;
  }

  private static boolean covers(List<IdMapping> map, int id) {
    long host = Integer.toUnsignedLong(id);
    for (var mapping : map) {
      if (host >= mapping.hostID() && host < mapping.hostID() + mapping.size()) {
        return true;
      }
    }
    return false;
  }
}
