package org.jrunc.core.device;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jrunc.core.device.DevicePolicy.Line;

/**
 * The way from one policy to another that touches nothing but their difference: processes never
 * lose a device for a moment, and what others have allowed in the cgroup stays allowed.
 *
 * @param forth the lines that lead there
 * @param back the lines that lead back
 * @param forgets whether they begin with a line about all devices, after which processes may use
 *     too few or too many until the last one is written
 */
public record DeviceChange(List<Line> forth, List<Line> back, boolean forgets) {
  /** No change. */
  public static final DeviceChange NONE = new DeviceChange(List.of(), List.of(), false);

  /**
   * The change of a cgroup from one policy to another.
   *
   * @param list the content of {@code devices.list}
   * @param before the policy that the cgroup was given
   * @param after the policy that it is to have
   */
  public static DeviceChange of(String list, DevicePolicy before, DevicePolicy after) {
    if (before.equals(after)) {
      return NONE;
    }
    var present = present(list, before);
    if (present.allowsOthers() != after.allowsOthers()) {
      return new DeviceChange(after.lines(), present.lines(), true);
    }
    var target = new TreeMap<>(present.exceptions());
    for (var node : before.exceptions().keySet()) {
      set(target, node, of(target, node).without(of(before, node).without(of(after, node))));
    }
    after.exceptions().forEach((node, access) -> set(target, node, of(target, node).and(access)));
    var changed = new DevicePolicy(after.allowsOthers(), target);
    return new DeviceChange(changed.linesFrom(present), present.linesFrom(changed), false);
  }

  // A cgroup that allows everything does not list its exceptions.
  private static DevicePolicy present(String list, DevicePolicy before) {
    var listed = DeviceList.parse(list);
    return listed.allowsOthers() && before.allowsOthers() ? before : listed;
  }

  private static Access of(DevicePolicy policy, DeviceNode node) {
    return of(policy.exceptions(), node);
  }

  private static Access of(SortedMap<DeviceNode, Access> exceptions, DeviceNode node) {
    return exceptions.getOrDefault(node, Access.NONE);
  }

  private static void set(
      SortedMap<DeviceNode, Access> exceptions, DeviceNode node, Access access) {
    if (access.isNone()) {
      exceptions.remove(node);
    } else {
      exceptions.put(node, access);
    }
  }
}
