package org.jrunc.core.launch;

import java.util.Arrays;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Message;

/** Reports that come through the exec fifo instead of the sync socket. */
public final class ReportStream {
  private ReportStream() {}

  /** The next report; {@link Report.Closed} if no process has the fifo open for writing. */
  public static Report read(Kernel kernel, Fd fifo) {
    var buffer = new byte[ReportCodec.SIZE];
    try {
      int count = kernel.read(fifo, buffer);
      try (var message = new Message(Arrays.copyOf(buffer, count), List.of())) {
        return ReportCodec.decode(message);
      }
    } catch (SyscallFailure e) {
      // Open for writing, but nothing there yet.
      if (e.is(Errno.EAGAIN)) {
        return new Report.Closed();
      }
      throw e;
    }
  }
}
