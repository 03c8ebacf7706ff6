package org.jrunc.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom the process runs as. */
class IdentityTest {

  @Test
  void givesTheHostsDirectoryToRootOnly() {
    var asRoot = Map.of("USER", "root");
    assertThat(new Identity(0, 0).ownsTheHost(asRoot)).isTrue();
    assertThat(new Identity(1000, 1000).ownsTheHost(asRoot)).isFalse();
  }

  @Test
  void readsItselfFromProc() {
    assertThat(Identity.ofProcess().uid()).isNotNegative();
  }
}
