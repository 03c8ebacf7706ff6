package org.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jrunc.spec.Documents;
import org.jrunc.spec.Spec;
import org.jrunc.spec.check.SpecChecker;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Feeds damaged documents to the reader and the checks. */
class MutationTest {
  private static final int ROUNDS = 1500;
  private static final String TOKENS = "{}[]:,\"0-1.5e9tn\\\u0000é";

  @ParameterizedTest
  @ValueSource(strings = {"full.config.json", "docker.config.json", "podman.config.json"})
  void damagedDocumentsGiveNothingButTheReadersOwnExceptions(String name) {
    var random = new Random(42);
    var original = Documents.bytes(Documents.text(name));
    var refused = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var json = original.clone();
      for (var change = random.nextInt(1, 4); change > 0; change--) {
        mutate(json, random);
      }
      try {
        assertThat(SpecChecker.check(Spec.read(json))).isNotNull();
      } catch (SpecSyntaxException e) {
        refused++;
        assertThat(e.getMessage()).doesNotContain("\n").doesNotEndWith(".").startsWith("cannot ");
      }
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS);
  }

  private static void mutate(byte[] json, Random random) {
    var at = random.nextInt(json.length);
    switch (random.nextInt(4)) {
      case 0 -> json[at] = (byte) random.nextInt(256);
      case 1 -> json[at] = (byte) TOKENS.charAt(random.nextInt(TOKENS.length()));
      case 2 -> json[at] ^= (byte) (1 << random.nextInt(8));
      default -> {
        var from = random.nextInt(json.length);
        var length = Math.min(random.nextInt(40), json.length - Math.max(at, from));
        System.arraycopy(json, from, json, at, length);
      }
    }
  }
}
