package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.Plan;
import org.jrunc.spec.linux.IdMapping;

/** The engine's part in a user namespace: its mappings, user_namespaces(7). */
final class IdMaps {
  private static final Comparator<IdMapping> ORDER =
      Comparator.comparingLong(IdMapping::containerID);

  private IdMaps() {}

  /** Writes the mappings of a new user namespace, or compares those of one that was joined. */
  static void settle(Plan plan, int pid) {
    for (var step : plan.only(HostStep.WriteIdMap.class)) {
      KernelFile.write(file(pid, step.file()), step.text());
    }
    for (var step : plan.only(HostStep.CheckIdMap.class)) {
      var found = parse(KernelFile.read(file(pid, step.file())));
      if (!found.equals(step.mappings().stream().sorted(ORDER).toList())) {
        throw new SpecFailure(
            step.origin().pointer(),
            "user namespaces enabled, but both namespace path and non-matching mapping specified"
                + " -- you may only provide one");
      }
    }
  }

  private static Path file(int pid, String name) {
    return Path.of("/proc/" + pid + "/" + name);
  }

  /** What the kernel prints, in the order of the ids inside. */
  static List<IdMapping> parse(String text) {
    return text.lines().map(IdMaps::mapping).sorted(ORDER).toList();
  }

  private static IdMapping mapping(String line) {
    var fields = line.strip().split(" +");
    return new IdMapping(
        Long.parseLong(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
  }
}
