package org.jrunc.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrunc.core.failure.HostFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtendedRegexTest {
  @ParameterizedTest(name = "`{0}` matches `{1}`: {2}")
  @CsvSource({
    "web, my-web-1, true",
    "^web, my-web-1, false",
    "^web-[0-9]+$, web-12, true",
    "^web-[[:digit:]]{2}$, web-12, true",
    "^(a|b)+c?$, abba, true",
    "'', anything, true",
    // No POSIX expression knows these of Java.
    "^\\d+$, 12, false",
    "^a++$, aa, true",
    "[[:alpha:]]+.x, abc.x, true",
    "a.c, abc, true",
    "A, a, false",
  })
  void matchesAsTheCLibraryDoes(String pattern, String text, boolean matches) {
    try (var regex = ExtendedRegex.of(pattern)) {
      assertThat(regex.matches(text)).isEqualTo(matches);
      assertThat(regex.matches(text)).isEqualTo(matches);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "a{2,1}", "[[:nope:]]", "a\\"})
  void refusesWhatIsNoExpression(String pattern) {
    assertThatThrownBy(() -> ExtendedRegex.of(pattern))
        .isInstanceOf(HostFailure.class)
        .hasMessageStartingWith("invalid regular expression `" + pattern + "`: ");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> ExtendedRegex.of("[a")).hasMessageMatching(".*: unmatched \\[.*");
  }
}
