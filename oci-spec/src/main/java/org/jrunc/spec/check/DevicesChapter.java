package org.jrunc.spec.check;

import java.util.Set;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Device;
import org.jrunc.spec.linux.DeviceRule;

/** Device nodes and device access (config-linux.md, "Devices" and "Allowed Device list"). */
final class DevicesChapter implements Chapter {
  private static final String DEVICES = "config-linux.md, Devices";
  private static final String ALLOWED = "config-linux.md, Allowed Device list";

  /** MINORBITS of linux/kdev_t.h leaves 12 of 32 bits for the major number. */
  private static final long MOST_MAJOR = 0xfff;

  private static final long MOST_MINOR = 0xfffff;
  private static final Set<String> NODE_TYPES = Set.of("b", "c", "p", "u");
  private static final Set<String> RULE_TYPES = Set.of("a", "b", "c");

  @Override
  public void check(Spec spec, Findings findings) {
    var linux = spec.linux();
    if (linux == null) {
      return;
    }
    for (var index = 0; index < linux.devices().size(); index++) {
      device("/linux/devices/" + index, linux.devices().get(index), findings);
    }
    var resources = linux.resources();
    if (resources != null) {
      for (var index = 0; index < resources.devices().size(); index++) {
        rule(index, resources.devices().get(index), findings);
      }
    }
  }

  private static void device(String pointer, Device device, Findings findings) {
    if (!NODE_TYPES.contains(device.type())) {
      var message = "invalid device type \"" + device.type() + "\"";
      findings.add(pointer + "/type", "device-type", message, DEVICES);
    }
    boolean numbered = !device.type().equals("p");
    if (numbered && (device.major() < 0 || device.major() > MOST_MAJOR)) {
      number(pointer + "/major", device.major(), MOST_MAJOR, findings);
    }
    if (numbered && (device.minor() < 0 || device.minor() > MOST_MINOR)) {
      number(pointer + "/minor", device.minor(), MOST_MINOR, findings);
    }
    if (device.path().isEmpty()) {
      findings.add(pointer + "/path", "device-path", "device path must not be empty", DEVICES);
    }
    findings.noNul(pointer + "/path", device.path(), DEVICES);
  }

  private static void number(String pointer, long number, long most, Findings findings) {
    var message = "device number " + number + " is not between 0 and " + most;
    findings.add(pointer, "device-number", message, DEVICES);
  }

  // To runc an `a` means nothing, but it takes it.
  private static final String LETTERS = "rwma";

  private static void rule(int index, DeviceRule rule, Findings findings) {
    var pointer = "/linux/resources/devices/" + index;
    var type = rule.type();
    var access = rule.access();
    if (access == null) {
      var message = "device access at " + index + " field cannot be empty";
      findings.add(pointer + "/access", "device-access", message, ALLOWED);
    } else if (!access.chars().allMatch(c -> LETTERS.indexOf(c) >= 0)) {
      var message = "expected letters out of `rwm`, found `" + access + "`";
      findings.add(pointer + "/access", "device-access", message, ALLOWED);
    }
    if (type != null && !RULE_TYPES.contains(type)) {
      var message = "invalid cgroup device type \"" + type + "\"";
      findings.add(pointer + "/type", "device-type", message, ALLOWED);
    }
  }
}
