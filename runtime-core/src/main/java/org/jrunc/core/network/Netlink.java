package org.jrunc.core.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;

/** A talk with the kernel about the network namespace that a netlink socket was made in. */
final class Netlink {
  // The kernel never puts more than 32 KiB into one message of a list.
  private static final int CAPACITY = 1 << 16;
  private static final int INDEX = 4;

  private final Kernel kernel;
  private final Fd socket;

  Netlink(Kernel kernel, Fd socket) {
    this.kernel = kernel;
    this.socket = socket;
  }

  /** The index of the link with a name, if there is one. */
  Optional<Integer> link(String name) {
    try {
      var found = ask("find network device `" + name + "`", NetlinkRequest.findLink(name));
      return found.stream().map(reply -> reply.body().getInt(INDEX)).findFirst();
    } catch (SyscallFailure e) {
      if (e.is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The addresses of a link that move with it, in their order. */
  List<LinkAddress> addresses(int link) {
    return ask("list the addresses of network devices", NetlinkRequest.listAddresses()).stream()
        .filter(reply -> reply.type() == NetlinkRequest.NEW_ADDRESS)
        .map(reply -> LinkAddress.parse(reply.body()))
        .filter(address -> address.link() == link && address.moves())
        .toList();
  }

  /**
   * Performs a request and returns the answer without the acknowledgement.
   *
   * @param what what is being done, beginning with a verb
   * @throws SyscallFailure if the kernel refuses
   */
  List<NetlinkReply> ask(String what, NetlinkRequest request) {
    kernel.send(socket, request.bytes(), List.of());
    var answer = new ArrayList<NetlinkReply>();
    while (true) {
      for (var reply : receive()) {
        if (reply.errno() != 0) {
          var call = "sendmsg(" + socket.number() + ", " + request + ")";
          throw new SyscallFailure(what, call, reply.errno());
        }
        if (reply.isLast()) {
          return answer;
        }
        answer.add(reply);
      }
    }
  }

  private List<NetlinkReply> receive() {
    try (var message = kernel.receive(socket, CAPACITY)) {
      return NetlinkReply.parse(message.bytes());
    }
  }
}
