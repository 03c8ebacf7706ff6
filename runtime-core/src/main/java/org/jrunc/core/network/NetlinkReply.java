package org.jrunc.core.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jrunc.core.failure.Bug;
import org.jspecify.annotations.Nullable;

/**
 * A message from the kernel, netlink(7).
 *
 * @param type what it is about
 * @param body what comes after the header
 */
record NetlinkReply(int type, ByteBuffer body) {
  private static final int ERROR = 2;
  private static final int DONE = 3;

  /** The messages that came at once. */
  static List<NetlinkReply> parse(byte[] bytes) {
    var all = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    var replies = new ArrayList<NetlinkReply>();
    int at = 0;
    while (at + NetlinkRequest.HEADER <= bytes.length) {
      int length = all.getInt(at);
      if (length < NetlinkRequest.HEADER || length > bytes.length - at) {
        throw new Bug("a netlink message of " + length + " bytes");
      }
      int size = length - NetlinkRequest.HEADER;
      var body = all.slice(at + NetlinkRequest.HEADER, size).order(ByteOrder.nativeOrder());
      replies.add(new NetlinkReply(Short.toUnsignedInt(all.getShort(at + 4)), body));
      at += length + 3 & ~3;
    }
    return replies;
  }

  /** Whether nothing follows. */
  boolean isLast() {
    return type == ERROR || type == DONE;
  }

  /** The positive error number, or 0. */
  int errno() {
    return type == ERROR ? -body.getInt(0) : 0;
  }

  /** The attributes that follow {@code start} bytes of a body, by number: rtnetlink(7). */
  static Map<Integer, ByteBuffer> attributes(ByteBuffer body, int start) {
    var found = new TreeMap<Integer, ByteBuffer>();
    int at = start;
    while (at + NetlinkRequest.ATTRIBUTE <= body.limit()) {
      int length = Short.toUnsignedInt(body.getShort(at));
      if (length < NetlinkRequest.ATTRIBUTE || length > body.limit() - at) {
        throw new Bug("a netlink attribute of " + length + " bytes");
      }
      int type = Short.toUnsignedInt(body.getShort(at + 2)) & 0x3fff;
      int size = length - NetlinkRequest.ATTRIBUTE;
      found.put(type, body.slice(at + NetlinkRequest.ATTRIBUTE, size));
      at += length + 3 & ~3;
    }
    return found;
  }

  /** An address in its usual notation. */
  static String address(@Nullable ByteBuffer content) {
    if (content == null) {
      return "no address";
    }
    var bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      return bytes.length + " bytes";
    }
  }
}
