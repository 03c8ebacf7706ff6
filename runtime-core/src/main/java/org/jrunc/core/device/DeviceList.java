package org.jrunc.core.device;

import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code devices.list}: cgroup-v1/devices.rst. */
final class DeviceList {
  private static final Pattern LINE = Pattern.compile("([abc]) (\\d+|\\*):(\\d+|\\*) ([rwm]+)");

  private DeviceList() {}

  /** The policy that a list shows: either everything is allowed, or what is on it. */
  static DevicePolicy parse(String list) {
    var exceptions = new TreeMap<DeviceNode, Access>();
    for (var line : list.lines().toList()) {
      var found = LINE.matcher(line.strip());
      if (!found.matches()) {
        continue;
      }
      if (found.group(1).equals("a")) {
        return new DevicePolicy(true, new TreeMap<>());
      }
      var node =
          new DeviceNode(found.group(1).charAt(0), number(found.group(2)), number(found.group(3)));
      exceptions.merge(node, Access.of(found.group(4)), Access::and);
    }
    return new DevicePolicy(false, exceptions);
  }

  private static long number(String text) {
    return text.equals("*") ? DeviceNode.ANY : Long.parseLong(text);
  }
}
