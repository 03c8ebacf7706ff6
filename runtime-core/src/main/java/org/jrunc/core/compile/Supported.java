package org.jrunc.core.compile;

import java.util.EnumSet;
import java.util.List;
import org.jrunc.spec.linux.NamespaceType;

/** What the compiler knows how to carry out; the rest is refused, or is data of a file system. */
public final class Supported {
  private Supported() {}

  /** The mount options that mean the same for every file system, sorted. */
  public static List<String> mountOptions() {
    return MountOptionParser.known();
  }

  /** The types of namespaces, sorted by name. */
  public static List<NamespaceType> namespaces() {
    return EnumSet.allOf(NamespaceType.class).stream()
        .sorted((a, b) -> a.toString().compareTo(b.toString()))
        .toList();
  }
}
