package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.AT_EMPTY_PATH;
import static org.jrunc.core.abi.Abi.S_IFCHR;
import static org.jrunc.core.abi.Syscall.STATX;

import org.jrunc.core.program.Operation.Condition;

/**
 * Lowers the question whether an open file is a certain device node or fifo: statx(2), inode(7).
 */
final class NodeCheck {
  private static final int STATX_SIZE = 256;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int STATX_MODE = 28;
  private static final int STATX_DEVICE_MAJOR = 128;
  private static final int STATX_DEVICE_MINOR = 132;
  private static final int NEXT_TYPE = 0x1000;
  private static final int NULL_MAJOR = 1;
  private static final int NULL_MINOR = 3;

  private final ProgramBuilder out;

  NodeCheck(ProgramBuilder out) {
    this.out = out;
  }

  /** Goes on at the label unless the file is the device that is called /dev/null. */
  void unlessNull(Slot file, Label otherwise) {
    unlessDevice(file, S_IFCHR, NULL_MAJOR, NULL_MINOR, otherwise);
  }

  /** Goes on at the label unless the file is a device of this type and number. */
  void unlessDevice(Slot file, int type, long major, long minor, Label otherwise) {
    var facts = unlessType(file, type, otherwise);
    var found = out.slot("number");
    out.load(found, facts, STATX_DEVICE_MAJOR);
    out.jump(found, Condition.NOT_EQUAL, major, otherwise);
    out.load(found, facts, STATX_DEVICE_MINOR);
    out.jump(found, Condition.NOT_EQUAL, minor, otherwise);
  }

  /** Goes on at the label unless the file is of this type. */
  Datum unlessType(Slot file, int type, Label otherwise) {
    var facts = new Datum.Buffer("statx", STATX_SIZE);
    var found = out.slot("number");
    out.call(STATX, file, "", AT_EMPTY_PATH, STATX_BASIC_STATS, facts);
    // The type is in the upper bits of the mode; the 16 bits behind that are zero.
    out.load(found, facts, STATX_MODE);
    out.jump(found, Condition.LESS, type, otherwise);
    out.jump(found, Condition.NOT_LESS, (long) type + NEXT_TYPE, otherwise);
    return facts;
  }
}
