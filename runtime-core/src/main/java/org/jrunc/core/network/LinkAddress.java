package org.jrunc.core.network;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An address of a link, rtnetlink(7).
 *
 * @param link index of the link
 * @param family AF_INET or AF_INET6
 * @param prefix length of the network's part in bits
 * @param flags IFA_F_* flags
 * @param scope how far it is valid; 0 is everywhere
 * @param attributes what goes with it wherever the link is, by IFA_* number: the address itself,
 *     that of the peer, broadcast, metric and flags
 */
record LinkAddress(
    int link,
    int family,
    int prefix,
    int flags,
    int scope,
    SortedMap<Integer, ByteBuffer> attributes) {
  /** Size of {@code struct ifaddrmsg}. */
  private static final int SIZE = 8;

  private static final int ADDRESS = 1;
  private static final int LOCAL = 2;
  private static final int BROADCAST = 4;
  private static final int FLAGS = 8;
  private static final int METRIC = 9;
  private static final int PERMANENT = 0x80;

  /** NODAD, HOMEADDRESS, MANAGETEMPADDR, NOPREFIXROUTE, MCAUTOJOIN: the wishes, not the state. */
  private static final int WISHES = 0x2 | 0x10 | 0x100 | 0x200 | 0x400;

  /** Reads the body of an RTM_NEWADDR message. */
  static LinkAddress parse(ByteBuffer body) {
    int family = body.get(0);
    int prefix = Byte.toUnsignedInt(body.get(1));
    int flags = Byte.toUnsignedInt(body.get(2));
    int scope = Byte.toUnsignedInt(body.get(3));
    var kept = new TreeMap<Integer, ByteBuffer>();
    for (var attribute : NetlinkReply.attributes(body, SIZE).entrySet()) {
      switch (attribute.getKey()) {
        case ADDRESS, LOCAL, BROADCAST, METRIC ->
            kept.put(attribute.getKey(), attribute.getValue());
        case FLAGS -> flags = attribute.getValue().order(ByteOrder.nativeOrder()).getInt(0);
        default -> {
          // Labels, lifetimes and counters belong to the place.
        }
      }
    }
    var wishes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    kept.put(FLAGS, wishes.putInt(0, flags & WISHES));
    return new LinkAddress(body.getInt(4), family, prefix, flags, scope, kept);
  }

  /** Whether it moves with its link: config-linux.md, "Network Devices". */
  boolean moves() {
    return (flags & PERMANENT) != 0 && scope == 0;
  }

  @Override
  public String toString() {
    var bytes = attributes.getOrDefault(LOCAL, attributes.get(ADDRESS));
    return "ifa_family=" + family + ", " + NetlinkReply.address(bytes) + "/" + prefix;
  }
}
