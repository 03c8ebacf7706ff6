package org.jrunc.core.network;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.HostStep.MoveNetworkDevice;

/**
 * Moves network devices into a container: config-linux.md, "Network Devices". There they end with
 * the network namespace, or come back to the host's first one if they are physical: the kernel sees
 * to that, so nothing has to be undone.
 */
public final class NetworkDevices {
  private final Netlink outside;
  private final Netlink inside;

  /** A device that is going to move, as it was found. */
  private record Found(MoveNetworkDevice step, int index, List<LinkAddress> addresses) {}

  /**
   * The namespaces that devices move from and to.
   *
   * @param outside a netlink socket made in the first
   * @param inside a netlink socket made in the second
   */
  public NetworkDevices(Kernel kernel, Fd outside, Fd inside) {
    this.outside = new Netlink(kernel, outside);
    this.inside = new Netlink(kernel, inside);
  }

  /**
   * Moves some devices. None is moved if one of them is missing, or its name is taken.
   *
   * @param pid a process in the namespace that they move to
   * @throws SpecFailure if a device does not exist, or one with its new name does
   * @throws org.jrunc.core.failure.SyscallFailure if the kernel refuses
   */
  public void move(List<MoveNetworkDevice> steps, int pid) {
    var found = new ArrayList<Found>();
    for (var step : steps) {
      found.add(find(step));
    }
    found.forEach(device -> move(device, pid));
  }

  private Found find(MoveNetworkDevice step) {
    var name = step.name();
    int index =
        outside
            .link(name)
            .orElseThrow(
                () ->
                    failure(
                        step, "link not found for interface " + name + " on runtime namespace"));
    if (inside.link(step.inside()).isPresent()) {
      throw failure(step, "interface " + step.inside() + " exists in the container's namespace");
    }
    // Before the move: the kernel removes them with it.
    return new Found(step, index, outside.addresses(index));
  }

  private void move(Found device, int pid) {
    var step = device.step();
    var what = "move network device `" + step.name() + "` into the container";
    outside.ask(what, NetlinkRequest.moveLink(device.index(), pid, step.inside()));
    // Its index may be another there.
    int index =
        inside
            .link(step.inside())
            .orElseThrow(() -> failure(step, "it is not in the container's namespace"));
    for (var address : device.addresses()) {
      inside.ask(
          "add an address to network device `" + step.inside() + "`",
          NetlinkRequest.addAddress(index, address));
    }
    inside.ask("bring up network device `" + step.inside() + "`", NetlinkRequest.bringUp(index));
  }

  private static SpecFailure failure(MoveNetworkDevice step, String cause) {
    return new SpecFailure(
        step.origin().pointer(), "cannot move network device `" + step.name() + "`: " + cause);
  }
}
