package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.CLONE_ARGS_SIZE;

import org.jrunc.core.plan.LaunchStep.CreateIdMapping;
import org.jrunc.core.program.Operation.Condition;

/**
 * Lowers the making of a user namespace that is nothing but an id mapping. A child is born in it
 * and sends the descriptor of its own directory in procfs, through which this process, having the
 * rights outside, writes the maps and opens the namespace. No pid is needed, so that this works
 * whatever procfs calls the child. If either process dies the other sees the end of their socket.
 */
final class IdMappingLowering {
  private static final int SIGCHLD = 17;
  private static final int PAIR_SIZE = 8;
  private static final Datum.Text NOTE = new Datum.Text(".");

  private final ProgramBuilder out;
  private final Handshake handshake;

  IdMappingLowering(ProgramBuilder out, Handshake handshake) {
    this.out = out;
    this.handshake = handshake;
  }

  /** The slot that holds the user namespace of a mapping. */
  static Slot namespace(ProgramBuilder out, int number) {
    return out.slot("idmap" + number);
  }

  void lower(CreateIdMapping step) {
    var ours = out.slot("ours");
    var theirs = out.slot("theirs");
    var child = out.slot("child");
    var parent = out.label();
    var pair = new Datum.Buffer("pair", PAIR_SIZE);
    out.call(SOCKETPAIR, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair);
    out.load(ours, pair, 0);
    out.load(theirs, pair, Integer.BYTES);
    out.call(CLONE3, Structs.cloneArgs(CLONE_NEWUSER, SIGCHLD), CLONE_ARGS_SIZE).into(child);
    out.jump(child, Condition.NOT_EQUAL, 0, parent);
    beMapped(ours, theirs);
    out.bind(parent);
    out.call(CLOSE, theirs);
    map(step, ours);
    out.call(CLOSE, ours);
    out.call(WAIT4, child, 0, 0, 0);
  }

  /** The child: shows where it is and stays until nobody holds the other end. */
  private void beMapped(Slot ours, Slot theirs) {
    var task = out.slot("task");
    out.call(CLOSE, ours);
    out.call(OPENAT, AT_FDCWD, "/proc/self", O_PATH | O_CLOEXEC, 0).into(task);
    var message = Structs.message(NOTE, 1);
    out.store(task, message.control(), Structs.controlOffset(0));
    out.call(SENDMSG, theirs, message.header(), 0);
    out.call(READ, theirs, new Datum.Buffer("go", 8), 1);
    out.call(EXIT_GROUP, 0);
  }

  private void map(CreateIdMapping step, Slot ours) {
    var task = out.slot("task");
    var received = out.slot("received");
    var message = Structs.message(new Datum.Buffer("note", NOTE.bytes().length), 1);
    out.call(RECVMSG, ours, message.header(), MSG_CMSG_CLOEXEC).into(received);
    out.jump(received, Condition.EQUAL, 0, handshake.abandoned());
    out.load(task, message.control(), Structs.controlOffset(0));
    write(task, "uid_map", step.uids());
    write(task, "gid_map", step.gids());
    out.call(OPENAT, task, "ns/user", O_CLOEXEC, 0).into(namespace(out, step.number()));
    out.call(CLOSE, task);
  }

  private void write(Slot task, String name, String map) {
    var file = out.slot("file");
    out.call(OPENAT, task, name, O_WRONLY | O_CLOEXEC, 0).into(file);
    out.call(WRITE, file, map, map.length());
    out.call(CLOSE, file);
  }
}
