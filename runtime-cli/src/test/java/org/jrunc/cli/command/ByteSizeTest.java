package org.jrunc.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "32, 32",
    "32b, 32",
    "32B, 32",
    "32k, 32768",
    "32Kb, 32768",
    "32 KiB, 32768",
    "32.5kB, 33280",
    "32., 32",
    ".5m, 524288",
    "1g, 1073741824",
    "1T, 1099511627776",
    "2p, 2251799813685248",
    "8191p, 9222246136947933184",
  })
  void isRead(String text, long bytes) {
    assertThat(ByteSize.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "'', invalid size: ''",
    "abc, invalid size: 'abc'",
    "-5, invalid size: '-5'",
    "1..5, invalid size: '1..5'",
    "'1 2', invalid size: '1 2'",
    "., invalid size: '.'",
    "5x, invalid suffix: 'x'",
    "5bb, invalid suffix: 'bb'",
    "5kx, invalid suffix: 'kx'",
    "5kibb, invalid suffix: 'kibb'",
    "'5  k', invalid size: '5  k'",
    "8192p, invalid size: '8192p'",
  })
  void isRefused(String text, String message) {
    assertThatThrownBy(() -> ByteSize.parse(text)).hasMessage(message);
  }
}
