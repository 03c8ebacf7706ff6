package org.jrunc.core.state;

import org.jrunc.core.failure.StateFailure;

/**
 * The name of a container, which is also the name of its state directory.
 *
 * @param value letters, digits and {@code _+-.}, but neither {@code .} nor {@code ..}
 */
public record ContainerId(String value) {
  private static final int LONGEST = 255;

  /**
   * Checks the name before anything is done with it, above all before it is joined to a path.
   *
   * @throws StateFailure if runc would refuse the name, or no file can have it
   */
  public ContainerId {
    if (value.isEmpty()) {
      throw new StateFailure(value, "container id cannot be empty");
    }
    if (!isValid(value)) {
      throw new StateFailure(value, "invalid container ID format");
    }
  }

  /** Whether a container may have this name. */
  public static boolean isValid(String name) {
    return !name.isEmpty()
        && name.length() <= LONGEST
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().allMatch(ContainerId::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "_+-.".indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return value;
  }
}
