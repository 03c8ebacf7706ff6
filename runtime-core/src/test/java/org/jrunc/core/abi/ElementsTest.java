package org.jrunc.core.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ElementsTest {
  private static List<String> upTo(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
  }

  @Test
  void shortArraysArePrintedWhole() {
    assertThat(Elements.first(List.of())).isEqualTo("[]");
    assertThat(Elements.first(upTo(3))).isEqualTo("[1, 2, 3]");
    assertThat(Elements.first(upTo(32))).endsWith("31, 32]").isEqualTo(Elements.all(upTo(32)));
  }

  @Test
  void longOnesEndAfterAsManyElementsAsThoseOfStrace() {
    assertThat(Elements.first(upTo(33))).endsWith("31, 32, ...]");
    assertThat(Elements.all(upTo(33))).endsWith("31, 32, 33]");
  }
}
