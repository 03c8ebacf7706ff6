package org.jrunc.core.device;

/**
 * The devices that one exception is about.
 *
 * @param type {@code b} for block or {@code c} for character devices
 * @param major major number, or {@link #ANY}
 * @param minor minor number, or {@link #ANY}
 */
public record DeviceNode(char type, long major, long minor) implements Comparable<DeviceNode> {
  /** Every number: {@code *} in a rule. */
  public static final long ANY = -1;

  @Override
  public int compareTo(DeviceNode other) {
    // Not by Comparator.comparing: its serializable lambdas are spun anew in every cold start.
    int order = Long.compare(major, other.major);
    order = order != 0 ? order : Long.compare(minor, other.minor);
    return order != 0 ? order : Character.compare(type, other.type);
  }

  /** The text of the devices controller: {@code c 1:3}. */
  @Override
  public String toString() {
    return type + " " + number(major) + ":" + number(minor);
  }

  private static String number(long number) {
    return number == ANY ? "*" : Long.toString(number);
  }
}
