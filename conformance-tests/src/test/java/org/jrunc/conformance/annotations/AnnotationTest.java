package org.jrunc.conformance.annotations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@BundleTest
class AnnotationTest {
  @ParameterizedTest
  @CsvSource({"1, 5 6", "0, 7", "absent, 7"})
  @Covers("/annotations")
  void keepsTheGroupsOfTheCallerIfToldSo(
      String value, String groups, Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        config -> {
          config
              .withObject("/process")
              .set("user", Bundle.json("{'uid':1000,'gid':1000,'additionalGids':[7]}"));
          if (!value.equals("absent")) {
            config.withObject("/annotations").put("run.oci.keep_original_groups", value);
          }
        });
    assertThat(groups(bundle, runtime)).isEqualTo(groups);
    assertThat(groups(bundle, OciRuntime.crun())).isEqualTo(groups);
  }

  private static String groups(Bundle bundle, OciRuntime runtime) {
    try (var container = bundle.freshRoot().args("/probe", "facts").container(runtime)) {
      var line = new ArrayList<>(List.of("setpriv", "--groups", "5,6"));
      line.addAll(container.runCommand().line());
      return Facts.parse(new Command(line).run().succeeded().stdout(), Map.of())
          .get("status:Groups")
          .strip();
    }
  }

  @Test
  void sendsAPidfdToItsReceiver(Bundle bundle, OciRuntime runtime) throws IOException {
    var path = Suite.newPath("pidfd");
    bundle.edit(c -> c.withObject("/annotations").put("run.oci.pidfd_receiver", path.toString()));
    try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(path));
      try (var container = bundle.container(runtime)) {
        container.create().succeeded();
      }
      socket.configureBlocking(false);
      try (var connection = socket.accept()) {
        assertThat(connection).as("the runtime has connected").isNotNull();
        assertThat(connection.read(ByteBuffer.allocate(64))).isPositive();
      }
    }
  }
}
