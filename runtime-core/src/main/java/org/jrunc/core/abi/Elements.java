package org.jrunc.core.abi;

import java.util.List;

/** How strace prints arrays. */
public final class Elements {
  private static final int MOST = 32;

  private Elements() {}

  /** All elements. */
  public static String all(List<String> elements) {
    return "[" + String.join(", ", elements) + "]";
  }

  /** No more elements than strace prints by itself. */
  public static String first(List<String> elements) {
    return elements.size() <= MOST
        ? all(elements)
        : "[" + String.join(", ", elements.subList(0, MOST)) + ", ...]";
  }
}
