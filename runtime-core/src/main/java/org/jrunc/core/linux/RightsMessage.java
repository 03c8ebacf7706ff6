package org.jrunc.core.linux;

import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.is;
import static org.jrunc.core.linux.Call.result;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.Layouts.Cmsghdr;
import org.jrunc.core.linux.binding.Layouts.Iovec;
import org.jrunc.core.linux.binding.Layouts.Msghdr;
import org.jrunc.core.linux.binding.LibC;

/**
 * Messages with descriptors, unix(7). One block of memory holds everything a call needs: the
 * message header, one iovec, the control message, and the bytes.
 */
final class RightsMessage {
  /** The most descriptors in one message of either protocol of jrunc. */
  private static final int MAX_FDS = 64;

  private static final int IOVEC = Msghdr.SIZE;
  private static final int CONTROL = IOVEC + Iovec.SIZE;
  private static final int CREDENTIALS_SIZE = Cmsghdr.DATA + 4 * Integer.BYTES;
  private static final int CONTROL_SIZE = Cmsghdr.DATA + MAX_FDS * Integer.BYTES + CREDENTIALS_SIZE;
  private static final int BYTES = CONTROL + CONTROL_SIZE;

  private static final int NO_SIGNAL = 0x4000;
  private static final int CLOSE_ON_EXEC = 0x40000000;
  private static final int[] NOBODY = {};
  private static final int TRUNCATED = 0x20 | 0x8;

  private RightsMessage() {}

  static void send(Fd socket, byte[] bytes, List<Fd> fds) {
    checkSent(send(socket, bytes, numbers(fds), NOBODY), socket, bytes, fds);
  }

  private static void checkSent(long sent, Fd socket, byte[] bytes, List<Fd> fds) {
    check(sent, "send a message", "sendmsg", socket, bytes.length, fds, "MSG_NOSIGNAL");
  }

  /** Only root may speak for others. */
  static void sendAs(Peer sender, Fd socket, byte[] bytes, List<Fd> fds) {
    var credentials = new int[] {sender.pid(), sender.uid(), sender.gid()};
    long sent = send(socket, bytes, numbers(fds), credentials);
    if (is(sent, Errno.EPERM)) {
      send(socket, bytes, fds);
    } else {
      checkSent(sent, socket, bytes, fds);
    }
  }

  private static int[] numbers(List<Fd> fds) {
    if (fds.size() > MAX_FDS) {
      throw new IllegalArgumentException(fds.size() + " descriptors in one message");
    }
    var numbers = new int[fds.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = fds.get(i).number();
    }
    return numbers;
  }

  private static long send(Fd socket, byte[] bytes, int[] rights, int[] credentials) {
    try (var block = prepare(bytes.length, space(rights) + space(credentials))) {
      block.putBytes(BYTES, bytes);
      putControl(block, CONTROL, Abi.SCM_RIGHTS, rights);
      putControl(block, CONTROL + space(rights), Abi.SCM_CREDENTIALS, credentials);
      return result(() -> LibC.sendmsg(socket.number(), block.pointer(), NO_SIGNAL));
    }
  }

  /** What a control message takes: padded to 8 bytes, which its length does not tell. */
  private static int space(int[] data) {
    return data.length == 0 ? 0 : Cmsghdr.DATA + data.length * Integer.BYTES + 7 & ~7;
  }

  private static void putControl(Block block, int at, int type, int[] data) {
    if (data.length == 0) {
      return;
    }
    block.putLong(at + Cmsghdr.LEN, Cmsghdr.DATA + (long) data.length * Integer.BYTES);
    block.putInt(at + Cmsghdr.LEVEL, Abi.SOL_SOCKET);
    block.putInt(at + Cmsghdr.TYPE, type);
    for (int i = 0; i < data.length; i++) {
      block.putInt(at + Cmsghdr.DATA + (long) i * Integer.BYTES, data[i]);
    }
  }

  static Message receive(Fd socket, int capacity) {
    try (var block = prepare(capacity, CONTROL_SIZE)) {
      long count = receive(socket, block);
      if (is(count, Errno.ECONNRESET)) {
        // Said once, and before what is still queued, by a peer that left without reading all.
        count = receive(socket, block);
      }
      check(count, "receive a message", "recvmsg", socket, capacity, "MSG_CMSG_CLOEXEC");
      var message = new Message(block.getBytes(BYTES, (int) count), fds(block));
      if ((block.getInt(Msghdr.FLAGS) & TRUNCATED) != 0) {
        message.close();
        check(-Errno.EMSGSIZE.number(), "receive a message", "recvmsg", socket, capacity);
      }
      return message;
    }
  }

  private static long receive(Fd socket, Block block) {
    return result(() -> LibC.recvmsg(socket.number(), block.pointer(), CLOSE_ON_EXEC));
  }

  private static Block prepare(int length, int control) {
    var block = Block.of((long) BYTES + length);
    block.putLong(Msghdr.IOV, block.address(IOVEC));
    block.putLong(Msghdr.IOVLEN, 1);
    if (control > 0) {
      block.putLong(Msghdr.CONTROL, block.address(CONTROL));
      block.putLong(Msghdr.CONTROLLEN, control);
    }
    block.putLong(IOVEC + Iovec.BASE, block.address(BYTES));
    block.putLong(IOVEC + Iovec.LENGTH, length);
    return block;
  }

  private static List<Fd> fds(Block block) {
    var fds = new ArrayList<Fd>();
    long end = CONTROL + block.getLong(Msghdr.CONTROLLEN);
    long at = CONTROL;
    while (at + Cmsghdr.DATA <= end) {
      long length = block.getLong(at + Cmsghdr.LEN);
      if (block.getInt(at + Cmsghdr.LEVEL) == Abi.SOL_SOCKET
          && block.getInt(at + Cmsghdr.TYPE) == Abi.SCM_RIGHTS) {
        for (long i = Cmsghdr.DATA; i + Integer.BYTES <= length; i += Integer.BYTES) {
          fds.add(Fd.owned(block.getInt(at + i)));
        }
      }
      at += length + 7 & ~7L;
    }
    return fds;
  }
}
