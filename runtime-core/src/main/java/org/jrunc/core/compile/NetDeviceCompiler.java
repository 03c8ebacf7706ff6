package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.spec.linux.Linux;

/**
 * Compiles {@code /linux/netDevices}. The container's processes open a netlink socket in the
 * caller's network namespace and one in the container's; the engine moves the devices by them and
 * enters neither.
 */
final class NetDeviceCompiler {
  private static final String POINTER = "/linux/netDevices";

  private final Linux linux;

  NetDeviceCompiler(Config config) {
    linux = config.linux();
  }

  /** What must be done while the process is in the caller's network namespace. */
  List<Step> outside() {
    return linux.netDevices().isEmpty()
        ? List.of()
        : List.of(new LaunchStep.OpenNetwork(Origin.field(POINTER)));
  }

  /** The moves, when the process is in the container's network namespace. */
  List<Step> moves() {
    var steps = new ArrayList<Step>();
    if (!linux.netDevices().isEmpty()) {
      steps.add(new SyncStep.AwaitNetworkDevices(Origin.field(POINTER)));
    }
    linux
        .netDevices()
        .forEach(
            (name, device) -> {
              var inside = device.name() == null ? name : device.name();
              // A name cannot have a slash, the other character that a pointer escapes.
              var origin = Origin.field(POINTER + "/" + name.replace("~", "~0"));
              steps.add(new HostStep.MoveNetworkDevice(name, inside, origin));
            });
    return steps;
  }
}
