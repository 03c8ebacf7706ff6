package org.jrunc.core.program;

import static org.jrunc.core.abi.Syscall.READ;
import static org.jrunc.core.abi.Syscall.SENDMSG;
import static org.jrunc.core.abi.Syscall.WRITE;
import static org.jrunc.core.program.Structs.REPORT_SIZE;

import java.util.List;
import org.jrunc.core.program.Datum.Buffer;
import org.jrunc.core.program.Operation.Condition;

/** Lowers the talk between the container's process and the engine, drawn in program.h. */
final class Handshake {
  private static final Buffer GO = new Buffer("go", 8);

  private final ProgramBuilder out;
  private final int sync;
  private final Label abandoned;

  Handshake(ProgramBuilder out, int sync, Label abandoned) {
    this.out = out;
    this.sync = sync;
    this.abandoned = abandoned;
  }

  int sync() {
    return sync;
  }

  /** Where to go on when nobody wants the container any more: the process exits. */
  Label abandoned() {
    return abandoned;
  }

  void report(ReportType type) {
    out.call(WRITE, sync, Structs.report(type, 0), REPORT_SIZE);
  }

  /** Reports with the value of a slot. */
  void report(ReportType type, Slot value) {
    var report = Structs.report(type, 0);
    out.store(value, report, Structs.REPORT_VALUE);
    out.call(WRITE, sync, report, REPORT_SIZE);
  }

  /** Waits for the engine's go; its death or refusal is the end of the socket. */
  void awaitGo() {
    var go = out.slot("go");
    out.call(READ, sync, GO, 1).into(go);
    out.jump(go, Condition.EQUAL, 0, abandoned);
  }

  /** Sends a report with descriptors. */
  void sendDescriptors(ReportType type, List<Slot> descriptors) {
    var message = Structs.message(Structs.report(type, 0), descriptors.size());
    for (int i = 0; i < descriptors.size(); i++) {
      out.store(descriptors.get(i), message.control(), Structs.controlOffset(i));
    }
    out.call(SENDMSG, sync, message.header(), 0);
  }
}
