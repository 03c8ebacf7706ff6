package org.jrunc.core.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jrunc.spec.linux.Device;
import org.jrunc.spec.linux.DeviceRule;
import org.jrunc.spec.linux.Linux;

/**
 * Which devices a container may use: everything but some, or nothing but some.
 *
 * @param allowsOthers whether devices without an exception may be used
 * @param exceptions the devices for which it is the other way round, and for what
 */
public record DevicePolicy(boolean allowsOthers, SortedMap<DeviceNode, Access> exceptions) {
  // The list that runc appends to every configuration. Not all of it is in the spec: /dev/net/tun
  // was left out once, and came back because too many containers needed it.
  private static final List<Map.Entry<DeviceNode, Access>> ALWAYS =
      List.of(
          Map.entry(new DeviceNode('c', DeviceNode.ANY, DeviceNode.ANY), Access.of("m")),
          Map.entry(new DeviceNode('b', DeviceNode.ANY, DeviceNode.ANY), Access.of("m")),
          Map.entry(new DeviceNode('c', 136, DeviceNode.ANY), Access.ALL),
          Map.entry(new DeviceNode('c', 5, 2), Access.ALL),
          Map.entry(new DeviceNode('c', 10, 200), Access.ALL));

  /** A policy that nobody can change any more. */
  public DevicePolicy {
    exceptions = Collections.unmodifiableSortedMap(new TreeMap<>(exceptions));
  }

  /**
   * The policy of a configuration: its rules in their order, then the default list.
   *
   * @throws org.jrunc.core.failure.SpecFailure for a rule that the kernel cannot follow
   */
  public static DevicePolicy of(Linux linux) {
    var resources = linux.resources();
    return of(resources == null ? List.of() : resources.devices(), linux.devices());
  }

  /**
   * The policy of some rules, in their order, and then the default list.
   *
   * @param rules the rules of config.json
   * @param nodes the device nodes of config.json, which take the place of default ones
   */
  public static DevicePolicy of(List<DeviceRule> rules, List<Device> nodes) {
    var editor = new PolicyEditor();
    for (int i = 0; i < rules.size(); i++) {
      editor.apply(rules.get(i), "/linux/resources/devices/" + i);
    }
    var paths = nodes.stream().map(Device::path).toList();
    for (var exception : ALWAYS) {
      editor.allow(exception.getKey(), exception.getValue());
    }
    for (var device : DefaultDevice.beside(paths)) {
      editor.allow(new DeviceNode('c', device.major(), device.minor()), Access.ALL);
    }
    return editor.policy();
  }

  /** A line of {@code devices.allow} or {@code devices.deny}. */
  public record Line(boolean allow, String rule) {}

  /**
   * The lines that bring a devices cgroup to this policy, whatever it was before. The first line
   * forgets all exceptions.
   */
  public List<Line> lines() {
    var lines = new ArrayList<Line>();
    lines.add(new Line(allowsOthers, "a *:* rwm"));
    exceptions.forEach((node, access) -> lines.add(new Line(!allowsOthers, node + " " + access)));
    return lines;
  }

  /** The lines that bring a devices cgroup here from a policy with the same other devices. */
  List<Line> linesFrom(DevicePolicy present) {
    var lines = new ArrayList<Line>();
    present.exceptions.forEach(
        (node, access) -> add(lines, allowsOthers, node, access.without(exception(node))));
    exceptions.forEach(
        (node, access) -> add(lines, !allowsOthers, node, access.without(present.exception(node))));
    return lines;
  }

  private static void add(List<Line> lines, boolean allow, DeviceNode node, Access access) {
    if (!access.isNone()) {
      lines.add(new Line(allow, node + " " + access));
    }
  }

  private Access exception(DeviceNode node) {
    return exceptions.getOrDefault(node, Access.NONE);
  }
}
