package org.jrunc.core.device;

import java.util.Arrays;
import java.util.List;

/**
 * A device node that every container has (config-linux.md, "Default Devices"), all of them
 * character devices that everybody may read and write.
 */
public enum DefaultDevice {
  NULL("/dev/null", 1, 3),
  RANDOM("/dev/random", 1, 8),
  FULL("/dev/full", 1, 7),
  TTY("/dev/tty", 5, 0),
  ZERO("/dev/zero", 1, 5),
  URANDOM("/dev/urandom", 1, 9);

  /** The permission bits of all of them. */
  public static final int MODE = 0666;

  private final String path;
  private final int major;
  private final int minor;

  DefaultDevice(String path, int major, int minor) {
    this.path = path;
    this.major = major;
    this.minor = minor;
  }

  /** Where it is in the container. */
  public String path() {
    return path;
  }

  /** Its major number. */
  public int major() {
    return major;
  }

  /** Its minor number. */
  public int minor() {
    return minor;
  }

  /** Those whose place in the container is not taken by a device of config.json. */
  public static List<DefaultDevice> beside(List<String> paths) {
    return Arrays.stream(values()).filter(device -> !paths.contains(device.path)).toList();
  }
}
