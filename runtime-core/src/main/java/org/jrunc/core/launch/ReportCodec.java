package org.jrunc.core.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.Bug;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Message;
import org.jrunc.core.linux.WaitStatus;

/** Reads {@code struct report} of program.h. */
final class ReportCodec {
  static final int SIZE = 16;
  static final int FAILED = 1;
  static final int PID = 2;
  static final int MOUNTED = 3;
  static final int READY = 4;
  static final int STARTED = 5;
  static final int HOOK_DONE = 6;
  static final int COPY_UP = 7;
  static final int NETWORK = 8;
  static final int LISTENER = 9;

  private ReportCodec() {}

  static Report decode(Message message) {
    var bytes = message.bytes();
    if (bytes.length == 0) {
      return new Report.Closed();
    }
    if (bytes.length != SIZE) {
      throw new Bug("a report of " + bytes.length + " bytes");
    }
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    int type = buffer.getInt();
    int operation = buffer.getInt();
    int error = buffer.getInt();
    int value = buffer.getInt();
    return switch (type) {
      case FAILED -> new Report.Failed(operation, error);
      case PID -> new Report.Pid(value);
      case MOUNTED -> new Report.Mounted();
      case READY -> new Report.Ready();
      case STARTED -> new Report.Started(value);
      case HOOK_DONE ->
          new Report.HookDone(operation, new WaitStatus(value), error == Errno.ETIMEDOUT.number());
      case COPY_UP -> {
        var fds = takePair(message);
        yield new Report.CopyUp(fds.getFirst(), fds.getLast());
      }
      case NETWORK -> {
        var fds = takePair(message);
        yield new Report.Network(fds.getFirst(), fds.getLast());
      }
      case LISTENER -> new Report.Listener(value);
      default -> throw new Bug("a report of unknown type " + type);
    };
  }

  private static List<Fd> takePair(Message message) {
    var fds = message.takeFds();
    if (fds.size() != 2) {
      fds.forEach(Fd::close);
      throw new Bug("a report with " + fds.size() + " descriptors instead of two");
    }
    return fds;
  }
}
