package org.jrunc.core.program;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Elements;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Flags;
import org.jrunc.core.program.Datum.Block;
import org.jrunc.core.program.Datum.Pointer;
import org.jrunc.core.program.Datum.Text;

/**
 * The C structures that programs pass to the kernel, laid out as on every 64-bit little-endian
 * architecture.
 */
final class Structs {
  /** Size of {@code struct open_how}, openat2(2). */
  static final int OPEN_HOW_SIZE = 24;

  /** Size of {@code struct mount_attr}, mount_setattr(2). */
  static final int MOUNT_ATTR_SIZE = 32;

  /** Where the descriptor of a user namespace lies in {@code struct mount_attr}. */
  static final int MOUNT_ATTR_USER_NAMESPACE = 24;

  /** Size of {@code struct clone_args} up to the cgroup member, clone3(2). */
  static final int CLONE_ARGS_SIZE = 88;

  /** Size of {@code struct report}, program.h. */
  static final int REPORT_SIZE = 16;

  /** Where the value lies in {@code struct report}. */
  static final int REPORT_VALUE = 12;

  private static final int POINTER = Long.BYTES;
  private static final int CMSG_HEADER = 16;
  private static final Map<OpenHow, Datum> OPEN_HOWS = new ConcurrentHashMap<>();

  private Structs() {}

  /** {@code struct open_how}, openat2(2). Programs share these: most of their calls have one. */
  static Datum openHow(long flags, long mode, long resolve) {
    return OPEN_HOWS.computeIfAbsent(new OpenHow(flags, mode, resolve), OpenHow::datum);
  }

  private record OpenHow(long flags, long mode, long resolve) {
    Datum datum() {
      var parts = new ArrayList<String>();
      parts.add("flags=" + Flags.OPEN.render(flags));
      if (mode != 0) {
        parts.add(String.format(Locale.ROOT, "mode=0%o", mode));
      }
      if (resolve != 0) {
        parts.add("resolve=" + Flags.RESOLVE.render(resolve));
      }
      return block(
          braces(parts), OPEN_HOW_SIZE, out -> out.putLong(flags).putLong(mode).putLong(resolve));
    }
  }

  /** {@code struct mount_attr}, mount_setattr(2). */
  static Datum mountAttr(long set, long clear, long propagation) {
    var parts = new ArrayList<String>();
    if (set != 0) {
      parts.add("attr_set=" + Flags.MOUNT_ATTR.render(set));
    }
    if (clear != 0) {
      parts.add("attr_clr=" + Flags.MOUNT_ATTR.render(clear));
    }
    if (propagation != 0) {
      parts.add("propagation=" + Flags.PROPAGATION.render(propagation));
    }
    return block(
        braces(parts),
        MOUNT_ATTR_SIZE,
        out -> out.putLong(set).putLong(clear).putLong(propagation));
  }

  /** {@code struct clone_args}, clone3(2). */
  static Datum cloneArgs(long flags, int exitSignal) {
    String signal = exitSignal == 0 ? "" : ", exit_signal=" + exitSignal;
    boolean pidfd = (flags & Abi.CLONE_PIDFD) != 0;
    var bytes = ByteBuffer.allocate(CLONE_ARGS_SIZE).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, flags).putLong(32, exitSignal);
    return new Block(
        "{flags=" + Flags.CLONE.render(flags) + (pidfd ? ", pidfd=&pidfd" : "") + signal + "}",
        bytes.array(),
        pidfd ? List.of(new Pointer(Long.BYTES, PIDFD)) : List.of());
  }

  /** Where clone3(2) puts the descriptor of the new process. */
  static final Datum PIDFD = new Datum.Buffer("pidfd", Long.BYTES);

  /** Where the descriptor of the cgroup lies in {@code struct clone_args}. */
  static final int CLONE_ARGS_CGROUP = 80;

  /** A NULL-terminated array of strings, execve(2). */
  static Datum strings(List<String> values) {
    var pointers = new ArrayList<Pointer>();
    for (int i = 0; i < values.size(); i++) {
      pointers.add(new Pointer(i * POINTER, new Text(values.get(i))));
    }
    var texts = values.stream().map(Quoted::of).toList();
    return new Block(
        Elements.all(texts),
        Elements.first(texts),
        new byte[(values.size() + 1) * POINTER],
        pointers);
  }

  /** {@code struct sock_fprog} with the filter's {@code struct sock_filter}s, seccomp(2). */
  static Datum filter(byte[] instructions) {
    int length = instructions.length / 8;
    var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putShort(0, (short) length);
    return new Block(
        "{len=" + length + ", filter=...}",
        bytes.array(),
        List.of(new Pointer(8, new Block("[" + length + " instructions]", instructions))));
  }

  /** {@code struct report} of program.h. */
  static Datum report(ReportType type, int operation) {
    return block(
        "{" + type.name() + "}",
        REPORT_SIZE,
        out -> out.putInt(type.code()).putInt(operation).putInt(0).putInt(0));
  }

  /** {@code struct report} whose error says that the time was up. */
  static Datum timedOutReport(ReportType type, int operation) {
    return block(
        "{" + type.name() + ", ETIMEDOUT}",
        REPORT_SIZE,
        out ->
            out.putInt(type.code()).putInt(operation).putInt(Errno.ETIMEDOUT.number()).putInt(0));
  }

  /** An array of 32-bit numbers. */
  static Datum integers(List<Integer> values) {
    var texts = values.stream().map(String::valueOf).toList();
    var bytes = ByteBuffer.allocate(values.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putInt);
    return new Block(Elements.all(texts), Elements.first(texts), bytes.array(), List.of());
  }

  /** {@code struct winsize}, ioctl_tty(2). */
  static Datum winsize(int rows, int columns) {
    return block(
        "{ws_row=" + rows + ", ws_col=" + columns + "}",
        8,
        out -> out.putShort((short) rows).putShort((short) columns));
  }

  /** {@code struct ifreq} with a name and flags, netdevice(7). */
  static Datum interfaceFlags(String name, int flags) {
    return block(
        "{ifr_name=" + Quoted.of(name) + ", ifr_flags=IFF_UP|IFF_LOOPBACK|IFF_RUNNING}",
        40,
        out -> {
          out.put(name.getBytes(StandardCharsets.US_ASCII));
          out.putShort(16, (short) flags);
        });
  }

  /**
   * A message that carries descriptors, sendmsg(2); store operations fill in their numbers.
   *
   * @param header {@code struct msghdr}
   * @param control the control data, whose descriptors start out as -1
   */
  record Message(Datum header, Datum control) {}

  /** A message with one payload and room for descriptors. */
  static Message message(Datum payload, int descriptors) {
    int length = CMSG_HEADER + descriptors * Integer.BYTES;
    var control =
        block(
            "{SCM_RIGHTS}",
            (length + 7) / 8 * 8,
            out -> out.putLong(length).putInt(Abi.SOL_SOCKET).putInt(Abi.SCM_RIGHTS));
    var vector =
        new Block(
            "[{iov_base=" + payload.render() + "}]",
            longs(0, payload.bytes().length),
            List.of(new Pointer(0, payload)));
    var header =
        new Block(
            "{msg_iov=" + vector.render() + ", msg_control=[{SCM_RIGHTS}]}",
            longs(0, 0, 0, 1, 0, control.bytes().length, 0),
            List.of(new Pointer(16, vector), new Pointer(32, control)));
    return new Message(header, control);
  }

  /** Where descriptor {@code index} lies in the control data of a message. */
  static int controlOffset(int index) {
    return CMSG_HEADER + index * Integer.BYTES;
  }

  private static byte[] longs(long... values) {
    var bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }

  /** {@code struct timespec}. */
  static Datum timespec(long seconds) {
    return block("{tv_sec=" + seconds + ", tv_nsec=0}", 16, out -> out.putLong(seconds).putLong(0));
  }

  /** A structure whose rendering and content are given. */
  static Datum block(String render, int size, Consumer<ByteBuffer> content) {
    var bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    content.accept(bytes);
    return new Block(render, bytes.array());
  }

  private static String braces(List<String> parts) {
    return "{" + String.join(", ", parts) + "}";
  }
}
