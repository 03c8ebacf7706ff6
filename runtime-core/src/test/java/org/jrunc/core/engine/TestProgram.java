package org.jrunc.core.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.abi.Syscall;

/** A small program for the executor, put together by hand as program.h has it. */
final class TestProgram {
  private static final int HEADER = 40;
  private static final int OPERATION = 80;
  private final int reportFd;
  private final List<ByteBuffer> operations = new ArrayList<>();
  private final ByteBuffer data = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());

  TestProgram(int reportFd) {
    this.reportFd = reportFd;
  }

  /** A system call with immediate arguments. */
  TestProgram call(Syscall call, long... arguments) {
    return call(call, -1, arguments);
  }

  /** Sends a report on the sync socket. */
  TestProgram report(int type, int operation, int value) {
    int at = data.position();
    data.putInt(type).putInt(operation).putInt(0).putInt(value);
    return call(Syscall.WRITE, 1, reportFd, at, 16);
  }

  /** Waits for a go; at the end of file the next operation is still performed. */
  TestProgram awaitGo() {
    return call(Syscall.READ, 1, reportFd, 500, 1);
  }

  private TestProgram call(Syscall call, int dataArgument, long... arguments) {
    var operation = ByteBuffer.allocate(OPERATION).order(ByteOrder.nativeOrder());
    var architecture = Architecture.of(System.getProperty("os.arch", ""));
    operation.putShort(0, (short) 1).putShort(2, (short) 0xffff);
    operation.putInt(4, call.number(architecture));
    for (int i = 0; i < arguments.length; i++) {
      operation.put(20 + i, (byte) (i == dataArgument ? 1 : 0));
      operation.putLong(32 + i * Long.BYTES, arguments[i]);
    }
    operations.add(operation);
    return this;
  }

  byte[] encode() {
    int dataOffset = HEADER + operations.size() * OPERATION;
    // Operations begin at 40 and have 80 bytes each; the data has to begin at a multiple of 16.
    int aligned = (dataOffset + 15) / 16 * 16;
    var file = ByteBuffer.allocate(aligned + data.capacity()).order(ByteOrder.nativeOrder());
    file.putInt(0x4e55524a).putInt(1).putInt(operations.size()).putInt(0).putInt(0);
    file.putInt(data.capacity()).putInt(reportFd).putInt(HEADER).putInt(dataOffset).putInt(aligned);
    operations.forEach(operation -> file.put(operation.rewind()));
    return file.put(aligned, data.array()).array();
  }
}
