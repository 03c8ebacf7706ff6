package org.jrunc.core.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;

/** A request to rtnetlink(7) as bytes, and as strace would print it. */
final class NetlinkRequest {
  /** Size of {@code struct nlmsghdr}, netlink(7). */
  static final int HEADER = 16;

  /** Size of {@code struct rtattr}, rtnetlink(7). */
  static final int ATTRIBUTE = 4;

  static final int NEW_LINK = 16;
  static final int GET_LINK = 18;
  static final int NEW_ADDRESS = 20;
  static final int GET_ADDRESS = 22;

  private static final int REQUEST = 0x1;
  private static final int ACKNOWLEDGE = 0x4;
  private static final int DUMP = 0x300;
  private static final int CREATE = 0x400;
  private static final int EXCLUSIVE = 0x200;
  private static final int CAPACITY = 1024;

  private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).order(ByteOrder.nativeOrder());
  private final StringJoiner text;

  private NetlinkRequest(String name, int type, int flags) {
    text = new StringJoiner(", ", name + " {", "}");
    bytes.putInt(0).putShort((short) type).putShort((short) (REQUEST | ACKNOWLEDGE | flags));
    bytes.putInt(1).putInt(0);
  }

  /** Asks for the link with a name. */
  static NetlinkRequest findLink(String name) {
    return new NetlinkRequest("RTM_GETLINK", GET_LINK, 0).link(0, 0).name(name);
  }

  /** Asks for all addresses of all links. */
  static NetlinkRequest listAddresses() {
    var request = new NetlinkRequest("RTM_GETADDR", GET_ADDRESS, DUMP);
    request.bytes.putLong(0);
    return request;
  }

  /**
   * Moves a link to the network namespace of a process, and renames it there.
   *
   * @param name its name there, also where it keeps it: so it is refused if that is taken
   */
  static NetlinkRequest moveLink(int index, int pid, String name) {
    var request = new NetlinkRequest("RTM_NEWLINK", NEW_LINK, 0).link(index, 0);
    return request.number("IFLA_NET_NS_PID", 19, pid).name(name);
  }

  /** Brings a link up. */
  static NetlinkRequest bringUp(int index) {
    return new NetlinkRequest("RTM_NEWLINK", NEW_LINK, 0).link(index, 1);
  }

  /** Adds an address to a link. */
  static NetlinkRequest addAddress(int index, LinkAddress address) {
    var request = new NetlinkRequest("RTM_NEWADDR", NEW_ADDRESS, CREATE | EXCLUSIVE);
    request.text.add("ifa_index=" + index).add(address.toString());
    request.bytes.put((byte) address.family()).put((byte) address.prefix());
    request.bytes.put((byte) 0).put((byte) 0).putInt(index);
    address.attributes().forEach(request::attribute);
    return request;
  }

  private NetlinkRequest link(int index, int up) {
    if (index != 0) {
      text.add("ifi_index=" + index);
    }
    if (up != 0) {
      text.add("ifi_flags=IFF_UP");
    }
    bytes.putInt(0).putInt(index).putInt(up).putInt(up);
    return this;
  }

  private NetlinkRequest name(String name) {
    text.add("IFLA_IFNAME=\"" + name + "\"");
    attribute(3, ByteBuffer.wrap((name + "\0").getBytes(StandardCharsets.UTF_8)));
    return this;
  }

  private NetlinkRequest number(String label, int type, int value) {
    text.add(label + "=" + value);
    var content = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    attribute(type, content.putInt(0, value));
    return this;
  }

  private void attribute(int type, ByteBuffer content) {
    bytes.putShort((short) (ATTRIBUTE + content.remaining())).putShort((short) type);
    bytes.put(content.duplicate());
    bytes.position(bytes.position() + 3 & ~3);
  }

  /** The whole message. */
  byte[] bytes() {
    bytes.putInt(0, bytes.position());
    return Arrays.copyOf(bytes.array(), bytes.position());
  }

  /** The message as strace would print it. */
  @Override
  public String toString() {
    return text.toString();
  }
}
