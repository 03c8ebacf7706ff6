package org.jrunc.core.rdt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jrunc.core.compile.ResctrlFacts;

/** The resctrl file system. */
public final class Resctrl {
  private Resctrl() {}

  /** What it can do; it says so by the directories below {@code info}. */
  public static Optional<ResctrlFacts> facts(Optional<Path> mountPoint) {
    return mountPoint.map(
        point -> {
          var info = point.resolve("info");
          return new ResctrlFacts(
              point.toString(),
              Files.exists(info.resolve("L3")),
              Files.exists(info.resolve("MB")),
              Files.exists(info.resolve("L3_MON")));
        });
  }
}
