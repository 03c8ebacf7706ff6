package org.jrunc.core.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;

/**
 * What a process sees of the system: its root directory and the namespaces that paths, pids and
 * users are looked up in. The key in the name of a shared engine's socket keeps views apart; at a
 * socket whose path somebody chose, the engine asks.
 *
 * @param places the files that stand for them, each by device and inode
 */
record View(List<Place> places) {
  private static final List<String> NAMES = List.of("root", "ns/mnt", "ns/pid", "ns/user");

  /** A file that stands for a part of the view. */
  private record Place(long device, long inode) {}

  /** The view of a process. */
  static View of(Kernel kernel, Path process) {
    var places = new ArrayList<Place>();
    for (var name : NAMES) {
      var facts = kernel.facts(process.resolve(name));
      places.add(new Place(facts.device(), facts.inode()));
    }
    return new View(places);
  }

  /**
   * Refuses a process with another view.
   *
   * @throws HostFailure naming what differs
   */
  void requireOf(Kernel kernel, int pid) {
    View theirs;
    try {
      theirs = of(kernel, Path.of("/proc", Integer.toString(pid)));
    } catch (SyscallFailure e) {
      throw refusal("a pid namespace that this engine does not see");
    }
    for (int i = 0; i < NAMES.size(); i++) {
      if (!places.get(i).equals(theirs.places.get(i))) {
        var name = NAMES.get(i);
        throw refusal(name.equals("root") ? "another root directory" : "another `" + name + "`");
      }
    }
  }

  private static HostFailure refusal(String what) {
    return new HostFailure(
        "the engine at this socket does not serve callers with "
            + what
            + ": use JRUNC_ENGINE=auto");
  }
}
