package org.jrunc.core.device;

import java.util.List;
import java.util.TreeMap;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.linux.DeviceRule;
import org.jspecify.annotations.Nullable;

/**
 * Follows rules one by one, as the devices controller of cgroup v1 does, but for one thing: where
 * the kernel silently keeps access that a rule wants to take out of the middle of a wildcard, this
 * refuses the rule.
 */
final class PolicyEditor {
  // A cgroup allows everything when it is new; a container is denied everything before its rules.
  private boolean allowsOthers;
  private final TreeMap<DeviceNode, Access> exceptions = new TreeMap<>();

  DevicePolicy policy() {
    return new DevicePolicy(allowsOthers, exceptions);
  }

  /** Follows a rule of config.json. */
  void apply(DeviceRule rule, String pointer) {
    var letters = rule.access();
    if (letters == null) {
      throw new SpecFailure(pointer + "/access", "device access field cannot be empty");
    }
    var type = rule.type();
    if (type == null || type.equals("a")) {
      allowsOthers = rule.allow();
      exceptions.clear();
      return;
    }
    if (!type.equals("b") && !type.equals("c")) {
      throw new SpecFailure(pointer + "/type", "invalid cgroup device type `" + type + "`");
    }
    var node = new DeviceNode(type.charAt(0), number(rule.major()), number(rule.minor()));
    var access = Access.of(letters);
    if (rule.allow() == allowsOthers) {
      remove(node, access, pointer);
    } else {
      add(node, access);
    }
  }

  /** Follows a rule that allows, from the default list. */
  void allow(DeviceNode node, Access access) {
    if (allowsOthers) {
      remove(node, access, "/linux/resources/devices");
    } else {
      add(node, access);
    }
  }

  private static long number(@Nullable Long number) {
    return number == null ? DeviceNode.ANY : number;
  }

  private void add(DeviceNode node, Access access) {
    if (!access.isNone()) {
      exceptions.merge(node, access, Access::and);
    }
  }

  private void remove(DeviceNode node, Access access, String pointer) {
    for (var wider : wider(node)) {
      var granted = exceptions.getOrDefault(wider, Access.NONE);
      if (granted.overlaps(access)) {
        throw new SpecFailure(
            pointer,
            "cannot take `"
                + node
                + " "
                + access
                + "` out of the rule `"
                + wider
                + " "
                + granted
                + "`: the devices controller knows no holes in wildcards");
      }
    }
    var left = exceptions.getOrDefault(node, Access.NONE).without(access);
    if (left.isNone()) {
      exceptions.remove(node);
    } else {
      exceptions.put(node, left);
    }
  }

  private static List<DeviceNode> wider(DeviceNode node) {
    return List.of(
            new DeviceNode(node.type(), DeviceNode.ANY, node.minor()),
            new DeviceNode(node.type(), node.major(), DeviceNode.ANY),
            new DeviceNode(node.type(), DeviceNode.ANY, DeviceNode.ANY))
        .stream()
        .filter(wide -> !wide.equals(node))
        .toList();
  }
}
