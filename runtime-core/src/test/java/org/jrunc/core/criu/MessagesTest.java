package org.jrunc.core.criu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.HexFormat;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.Fd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages as protocol buffers have them: encoding by hand, from rpc.proto. */
class MessagesTest {
  private static final HexFormat HEX = HexFormat.of();

  private static byte[] bytes(String hex) {
    return HEX.parseHex(hex.replace(" ", ""));
  }

  private static String hex(byte[] bytes) {
    return HEX.formatHex(bytes);
  }

  @Test
  void aRequestForTheVersionLetsOthersFollow() {
    assertThat(CriuRequest.version().encode()).isEqualTo(bytes("080a 2001"));
  }

  @Test
  void aFeatureCheckNamesWhatIsWanted() {
    assertThat(CriuRequest.featureCheck(new CriuFeatures(true, false)).encode())
        .isEqualTo(bytes("0809 2001 2a02 0801"));
    assertThat(CriuRequest.featureCheck(new CriuFeatures(true, true)).encode())
        .isEqualTo(bytes("0809 2001 2a04 0801 1001"));
  }

  @Test
  void theAnswerToANotificationAcceptsIt() {
    assertThat(CriuRequest.goOn().encode()).isEqualTo(bytes("0806 1801"));
  }

  @Test
  void optionsAreFieldsByTheirNumbers() {
    var options = new CriuOptions(Fd.borrowed(300), "/r", "l", CgroupMode.FULL);
    var request = CriuRequest.work(CriuRequest.Type.DUMP, options).encode();
    assertThat(hex(request))
        .isEqualTo(
            "0801" // type: DUMP
                + "121e" // opts, 30 bytes
                + "08ac02" // images_dir_fd: 300
                + "4804" // log_level: 4
                + "52016c" // log_file: "l"
                + "6001" // notify_scripts
                + "6a022f72" // root: "/r"
                + "c00101" // manage_cgroups
                + "900204" // manage_cgroups_mode: FULL
                + "b0028080808004" // empty_ns: CLONE_NEWNET
                + "900301"); // orphan_pts_master
  }

  @Test
  void everyOptionHasTheNumberOfRpcProto() {
    var options = new CriuOptions(Fd.borrowed(0), "", "", CgroupMode.IGNORE);
    int known = options.message().toByteArray().length;
    options
        .pid(1)
        .switches(EnumSet.allOf(CriuSwitch.class))
        .asSibling()
        .pageServer(new PageServer("h", 80))
        .parent("p")
        .work(Fd.borrowed(2))
        .externalMount("k", "v")
        .cgroupRoot("c", "/")
        .inherit("i", 1)
        .external("e")
        .joinNamespace("n", "f")
        .freezer("z")
        .configFile("o")
        .securityProfile("s")
        .mountContext("m")
        .lockNetwork(NetworkLock.NFTABLES);
    assertThat(hex(options.message().toByteArray()).substring(2 * known))
        .isEqualTo(
            "1001" // 2 pid
                + "1801" // 3 leave_running
                + "2001" // 4 ext_unix_sk
                + "2801" // 5 tcp_established
                + "3801" // 7 shell_job
                + "4001" // 8 file_locks
                + "800101" // 16 auto_dedup
                + "900101" // 18 link_remap
                + "f00201" // 46 tcp_skip_in_flight
                + "800301" // 48 lazy_pages
                + "a00301" // 52 tcp_close
                + "3001" // 6 evasive_devices
                + "d00101" // 26 rst_sibling
                + "5a05" // 11 ps
                + "0a01681050"
                + "720170" // 14 parent_img
                + "7801" // 15 track_mem
                + "880102" // 17 work_dir_fd
                + "ba0106" // 23 ext_mnt
                + "0a016b120176"
                + "ca0106" // 25 cg_root
                + "0a016312012f"
                + "da0105" // 27 inherit_fd
                + "0a01691001"
                + "aa020165" // 37 external
                + "ba0206" // 39 join_ns
                + "0a016e120166"
                + "e202017a" // 44 freeze_cgroup
                + "9a03016f" // 51 config_file
                + "aa030173" // 53 lsm_profile
                + "fa03016d" // 63 lsm_mount_context
                + "800402"); // 64 network_lock: NFTABLES
  }

  @Test
  void aNegativeNumberHasTenBytes() {
    assertThat(new WireWriter().number(1, -1).toByteArray())
        .isEqualTo(bytes("08 ffffffffffffffffff01"));
    var in = new WireReader(bytes("08 ffffffffffffffffff01"));
    assertThat(in.next()).isEqualTo(1);
    assertThat(in.number()).isEqualTo(-1);
    assertThat(in.next()).isZero();
  }

  @Test
  void aVersionIsOneNumber() {
    var response = CriuResponse.decode(bytes("080a 1001 5206 0804 1002 2001"));
    assertThat(response.type()).isEqualTo(CriuRequest.Type.VERSION);
    assertThat(response.success()).isTrue();
    assertThat(response.version()).isEqualTo(40_201);
  }

  @Test
  void aNotificationHasAnOccasionAndAProcess() {
    var response =
        CriuResponse.decode(bytes("0806 1001 2a11 0a0c 706f73742d726573746f7265 10ac02"));
    assertThat(response.type()).isEqualTo(CriuRequest.Type.NOTIFY);
    assertThat(response.script()).isEqualTo("post-restore");
    assertThat(response.pid()).isEqualTo(300);
  }

  @Test
  void aFailureHasAnErrno() {
    var response = CriuResponse.decode(bytes("0801 1000 3811"));
    assertThat(response.success()).isFalse();
    assertThat(response.errno()).isEqualTo(17);
    assertThat(response.features()).isNull();
  }

  @Test
  void featuresAreWhatIsThere() {
    assertThat(CriuResponse.decode(bytes("0809 1001 4204 0800 1001")).features())
        .isEqualTo(new CriuFeatures(false, true));
  }

  @Test
  void fieldsOfALaterVersionAreSkipped() {
    var later = "9a0603 616263" + "a906 0102030405060708" + "ad06 01020304" + "a006 7f";
    var response = CriuResponse.decode(bytes(later + "0802 1001"));
    assertThat(response.type()).isEqualTo(CriuRequest.Type.RESTORE);
    assertThat(response.success()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08", // a number is missing
        "08ff", // it does not end
        "08 ffffffffffffffffffff01", // it is longer than 64 bits
        "2a05 0a", // a field is longer than the message
        "2a ffffffffffffffffff01", // of negative length
        "0b", // a group
        "00 01", // field 0
        "0a 0161" // a text for a type
      })
  void whatIsNoMessageIsRefused(String message) {
    assertThatThrownBy(() -> CriuResponse.decode(bytes(message)))
        .isInstanceOf(HostFailure.class)
        .hasMessageStartingWith("unable to parse the response of criu: ");
  }

  @Test
  void locksOfTheNetworkAreThoseOfCrun() {
    assertThat(NetworkLock.of("iptables").number()).isEqualTo(1);
    assertThat(NetworkLock.of("nftables").number()).isEqualTo(2);
    assertThat(NetworkLock.of("skip").number()).isEqualTo(3);
    assertThatThrownBy(() -> NetworkLock.of("SKIP")).hasMessage("invalid network-lock value: SKIP");
  }

  @Test
  void modesOfCgroupsAreThoseOfRunc() {
    assertThat(CgroupMode.of("")).isEqualTo(CgroupMode.DEFAULT);
    assertThat(CgroupMode.of("ignore").number()).isZero();
    assertThatThrownBy(() -> CgroupMode.of("default"))
        .hasMessage("invalid manage-cgroups-mode value");
  }
}
