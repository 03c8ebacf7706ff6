package org.jrunc.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jrunc.core.failure.Bug;
import org.junit.jupiter.api.Test;

class NetlinkTest {
  private static final int PERMANENT = 0x80;

  @Test
  void aMoveIsLaidOutAsRtnetlinkHasIt() {
    var request = NetlinkRequest.moveLink(7, 4711, "lan");
    var bytes = ByteBuffer.wrap(request.bytes()).order(ByteOrder.nativeOrder());
    assertThat(request)
        .hasToString("RTM_NEWLINK {ifi_index=7, IFLA_NET_NS_PID=4711, IFLA_IFNAME=\"lan\"}");
    assertThat(bytes.getInt(0)).as("length").isEqualTo(16 + 16 + 8 + 8).isEqualTo(bytes.limit());
    assertThat(bytes.getShort(4)).as("type").isEqualTo((short) 16);
    assertThat(bytes.getShort(6)).as("NLM_F_REQUEST|NLM_F_ACK").isEqualTo((short) 5);
    assertThat(bytes.getInt(20)).as("ifi_index").isEqualTo(7);
    assertThat(bytes.getLong(24)).as("no flag changes").isZero();
    assertThat(NetlinkReply.attributes(bytes, 32)).containsOnlyKeys(3, 19);
  }

  @Test
  void anAddressThatMovesComesBackAsItWas() {
    var body = address(PERMANENT, 0);
    var address = LinkAddress.parse(body);
    assertThat(address.moves()).isTrue();
    assertThat(address).hasToString("ifa_family=2, 10.77.0.1/24");
    var request = NetlinkRequest.addAddress(9, address);
    assertThat(request).hasToString("RTM_NEWADDR {ifa_index=9, ifa_family=2, 10.77.0.1/24}");
    var again = LinkAddress.parse(NetlinkReply.parse(request.bytes()).getFirst().body());
    assertThat(again.link()).isEqualTo(9);
    assertThat(again.attributes()).isEqualTo(address.attributes()).doesNotContainKey(3);
  }

  @Test
  void onlyPermanentGlobalAddressesMove() {
    assertThat(LinkAddress.parse(address(0, 0)).moves()).as("dynamic").isFalse();
    assertThat(LinkAddress.parse(address(PERMANENT, 253)).moves()).as("link scope").isFalse();
  }

  @Test
  void aMessageThatIsLongerThanItsBytesIsNoMessage() {
    var bytes = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder()).putInt(17);
    assertThatThrownBy(() -> NetlinkReply.parse(bytes.array())).isInstanceOf(Bug.class);
    var attribute = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putShort((short) 3);
    assertThatThrownBy(() -> NetlinkReply.attributes(attribute, 0)).isInstanceOf(Bug.class);
  }

  /** The body of an RTM_NEWADDR message with IFA_LOCAL and IFA_LABEL. */
  private static ByteBuffer address(int flags, int scope) {
    var body = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());
    body.put((byte) 2).put((byte) 24).put((byte) flags).put((byte) scope).putInt(3);
    body.putShort((short) 8).putShort((short) 2).put(new byte[] {10, 77, 0, 1});
    body.putShort((short) 8).putShort((short) 3).put(new byte[] {'a', 'b', 'c', 0});
    return body;
  }
}
