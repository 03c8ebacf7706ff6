package org.jrunc.core.device;

import java.util.Comparator;

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

  private static final Comparator<DeviceNode> ORDER =
      Comparator.comparingLong(DeviceNode::major)
          .thenComparingLong(DeviceNode::minor)
          .thenComparingInt(DeviceNode::type);

  @Override
  public int compareTo(DeviceNode other) {
    return ORDER.compare(this, other);
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
