package org.jrunc.core.container;

import java.nio.file.Path;
import org.jrunc.core.linux.KernelFile;

/** The names of the host's users, as {@code list} shows them. */
final class Owners {
  private static final Path PASSWD = Path.of("/etc/passwd");

  private Owners() {}

  /** The user's name, or {@code #uid}. */
  static String name(int uid) {
    for (var line : KernelFile.readIfPresent(PASSWD).orElse("").split("\n")) {
      var fields = line.split(":", -1);
      if (fields.length > 2 && fields[2].equals(Integer.toString(uid))) {
        return fields[0];
      }
    }
    return "#" + uid;
  }
}
