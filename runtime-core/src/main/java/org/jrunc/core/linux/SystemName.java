package org.jrunc.core.linux;

/**
 * What uname(2) says.
 *
 * @param hostname the node name in this uts namespace
 * @param release the kernel release, for example {@code 6.8.0-45-generic}
 * @param machine the architecture, for example {@code x86_64}
 */
public record SystemName(String hostname, String release, String machine) {
  /** Whether the kernel release is at least {@code major.minor}. */
  public boolean isAtLeast(int major, int minor) {
    var parts = release.split("[.-]", 3);
    if (parts.length < 2) {
      return false;
    }
    int hasMajor = leadingNumber(parts[0]);
    return hasMajor > major || (hasMajor == major && leadingNumber(parts[1]) >= minor);
  }

  private static int leadingNumber(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return end == 0 ? 0 : Integer.parseInt(text.substring(0, end));
  }
}
