package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.DeviceStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.spec.linux.Device;

/** Compiles {@code /linux/devices}, the default devices and the terminal. */
final class DeviceCompiler {
  private static final int DEFAULT_MODE = 0666;
  private static final Origin DEFAULTS = Origin.implied("config-linux.md, default devices");

  private record DefaultDevice(String path, int major, int minor) {}

  private static final List<DefaultDevice> DEFAULT_DEVICES =
      List.of(
          new DefaultDevice("/dev/null", 1, 3),
          new DefaultDevice("/dev/random", 1, 8),
          new DefaultDevice("/dev/full", 1, 7),
          new DefaultDevice("/dev/tty", 5, 0),
          new DefaultDevice("/dev/zero", 1, 5),
          new DefaultDevice("/dev/urandom", 1, 9));

  private final Config config;
  private final HostFacts facts;
  private final Descriptors descriptors;
  private final boolean ownDev;

  DeviceCompiler(Config config, HostFacts facts, Descriptors descriptors) {
    this.config = config;
    this.facts = facts;
    this.descriptors = descriptors;
    // A bind mount on /dev is somebody else's /dev and stays as it is.
    this.ownDev =
        config.spec().mounts().stream()
            .noneMatch(
                mount ->
                    MountPaths.clean(mount.destination()).equals("/dev")
                        && (mount.isBind() || "bind".equals(mount.type())));
  }

  List<DeviceStep> nodes() {
    var steps = new ArrayList<DeviceStep>();
    if (!ownDev) {
      return steps;
    }
    addNodes(steps);
    steps.add(new DeviceStep.LinkPtmx(DEFAULTS));
    addLinks(steps);
    return steps;
  }

  private void addNodes(List<DeviceStep> steps) {
    Set<String> configured = new HashSet<>();
    var devices = config.linux().devices();
    devices.forEach(device -> configured.add(MountPaths.clean(device.path())));
    for (var device : DEFAULT_DEVICES) {
      if (!configured.contains(device.path())) {
        steps.add(
            inNamespace(
                new DeviceStep.CreateDevice(
                    device.path(),
                    Abi.S_IFCHR,
                    device.major(),
                    device.minor(),
                    DEFAULT_MODE,
                    0,
                    0,
                    DEFAULTS)));
      }
    }
    for (int i = 0; i < devices.size(); i++) {
      var node = node(devices.get(i), "/linux/devices/" + i);
      // Something else in its place is refused when it is made; the root always is in its place.
      if (!node.path().equals("/")) {
        steps.add(inNamespace(node));
      }
    }
  }

  /** No user namespace can make nodes, so the host's are bound; but everybody can make a fifo. */
  private DeviceStep inNamespace(DeviceStep.CreateDevice node) {
    return config.hasUserNamespace() && node.type() != Abi.S_IFIFO
        ? new DeviceStep.BindDevice(node.path(), node.origin())
        : node;
  }

  private void addLinks(List<DeviceStep> steps) {
    steps.add(new DeviceStep.LinkDevice("/dev/fd", "/proc/self/fd", DEFAULTS));
    steps.add(new DeviceStep.LinkDevice("/dev/stdin", "/proc/self/fd/0", DEFAULTS));
    steps.add(new DeviceStep.LinkDevice("/dev/stdout", "/proc/self/fd/1", DEFAULTS));
    steps.add(new DeviceStep.LinkDevice("/dev/stderr", "/proc/self/fd/2", DEFAULTS));
    if (facts.hasKcore()) {
      steps.add(new DeviceStep.LinkDevice("/dev/core", "/proc/kcore", DEFAULTS));
    }
  }

  private static DeviceStep.CreateDevice node(Device device, String pointer) {
    int type =
        switch (device.type()) {
          case "c", "u" -> Abi.S_IFCHR;
          case "b" -> Abi.S_IFBLK;
          case "p" -> Abi.S_IFIFO;
          default ->
              throw new SpecFailure(
                  pointer + "/type", "invalid device type `" + device.type() + "`");
        };
    return new DeviceStep.CreateDevice(
        MountPaths.clean(device.path()),
        type,
        device.major(),
        device.minor(),
        device.fileMode() == null ? DEFAULT_MODE : device.fileMode() & 0777,
        device.uid() == null ? 0 : device.uid(),
        device.gid() == null ? 0 : device.gid(),
        Origin.field(pointer));
  }

  /** Standard streams on the host's /dev/null become the container's own. */
  List<DeviceStep> standardStreams() {
    if (!ownDev) {
      return List.of();
    }
    return reopened().stream()
        .sorted()
        .<DeviceStep>map(
            fd -> new DeviceStep.ReopenNull(fd, Origin.implied("no device of the host leaks in")))
        .toList();
  }

  Set<Integer> reopened() {
    return config.process().terminal() ? Set.of() : facts.nullStreams();
  }

  List<DeviceStep> console() {
    var process = config.process();
    if (!process.terminal()) {
      return List.of();
    }
    var size = process.consoleSize();
    return List.of(
        new DeviceStep.CreateConsole(
            descriptors.console(),
            size == null ? 0 : size.height(),
            size == null ? 0 : size.width(),
            ownDev,
            Origin.field("/process/terminal")));
  }
}
