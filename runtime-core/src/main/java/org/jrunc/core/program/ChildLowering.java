package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.CLONE_ARGS_SIZE;

import org.jrunc.core.program.Operation.Condition;

/**
 * Lowers a child of the launcher that is somewhere else and sends a descriptor from there. It stays
 * until it is dismissed. If either process dies the other sees the end of their socket.
 */
final class ChildLowering {
  private static final int SIGCHLD = 17;
  private static final int PAIR_SIZE = 8;
  private static final Datum.Text NOTE = new Datum.Text(".");

  private final ProgramBuilder out;
  private final Handshake handshake;

  ChildLowering(ProgramBuilder out, Handshake handshake) {
    this.out = out;
    this.handshake = handshake;
  }

  /**
   * Makes the child and receives its descriptor.
   *
   * @param flags of clone3(2)
   * @param work adds what the child does
   * @param shown where the child has the descriptor, and then this process its copy
   */
  void show(long flags, Runnable work, Slot shown) {
    var ours = out.slot("ours");
    var theirs = out.slot("theirs");
    var child = out.slot("child");
    var received = out.slot("received");
    var parent = out.label();
    var pair = new Datum.Buffer("pair", PAIR_SIZE);
    out.call(SOCKETPAIR, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
    out.load(ours, pair, 0);
    out.load(theirs, pair, Integer.BYTES);
    out.call(CLONE3, Structs.cloneArgs(flags, SIGCHLD), CLONE_ARGS_SIZE).into(child);
    out.jump(child, Condition.NOT_EQUAL, 0, parent);
    out.call(CLOSE, ours);
    work.run();
    stay(theirs, shown);
    out.bind(parent);
    out.call(CLOSE, theirs);
    var message = Structs.message(new Datum.Buffer("note", NOTE.bytes().length), 1);
    out.call(RECVMSG, ours, message.header(), MSG_CMSG_CLOEXEC).into(received);
    out.jump(received, Condition.EQUAL, 0, handshake.abandoned());
    out.load(shown, message.control(), Structs.controlOffset(0));
  }

  /** The end of the child: it stays until nobody holds the other end of the socket. */
  private void stay(Slot theirs, Slot shown) {
    var message = Structs.message(NOTE, 1);
    out.store(shown, message.control(), Structs.controlOffset(0));
    out.call(SENDMSG, theirs, message.header(), 0);
    out.call(READ, theirs, new Datum.Buffer("go", 8), 1);
    out.call(EXIT_GROUP, 0);
  }

  /** Lets the child end, and reaps it. */
  void dismiss() {
    out.call(CLOSE, out.slot("ours"));
    out.call(WAIT4, out.slot("child"), 0, 0, 0);
  }
}
