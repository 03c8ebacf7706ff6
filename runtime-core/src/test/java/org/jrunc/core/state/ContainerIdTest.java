package org.jrunc.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrunc.core.failure.StateFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "A-b_c+d.e0", "...", ".hidden", "-f"})
  void takesTheNamesThatRuncTakes(String name) {
    assertThat(new ContainerId(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "a/b", "../a", "a b", "ä", "a\n", "a\u0000", "a:b"})
  void refusesAllOthersWithThePhraseOfRunc(String name) {
    assertThatThrownBy(() -> new ContainerId(name))
        .isInstanceOf(StateFailure.class)
        .hasMessage("invalid container ID format");
  }

  @org.junit.jupiter.api.Test
  void refusesAnEmptyNameWithTheWordsOfRunc() {
    assertThatThrownBy(() -> new ContainerId(""))
        .isInstanceOf(StateFailure.class)
        .hasMessage("container id cannot be empty");
  }

  @org.junit.jupiter.api.Test
  void refusesANameThatNoFileCanHave() {
    var longest = "x".repeat(255);
    assertThat(new ContainerId(longest)).hasToString(longest);
    assertThatThrownBy(() -> new ContainerId(longest + "x")).isInstanceOf(StateFailure.class);
  }
}
