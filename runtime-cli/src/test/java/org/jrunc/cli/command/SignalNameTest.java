package org.jrunc.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and numbers of signals. */
class SignalNameTest {

  @ParameterizedTest
  @CsvSource({
    "9, 9",
    "-9, -9",
    "0, 0",
    "37, 37",
    "64, 64",
    "100, 100",
    "2147483647, 2147483647",
    "4294967305, -1",
    "-9223372036854775808, -1",
    "KILL, 9",
    "SIGKILL, 9",
    "kill, 9",
    "sigKill, 9",
    "TERM, 15",
    "HUP, 1",
    "USR1, 10",
    "CHLD, 17",
    "CLD, 17",
    "STOP, 19",
    "WINCH, 28",
    "IO, 29",
    "POLL, 29",
    "SYS, 31",
    "RTMIN, 34",
    "SIGRTMIN+3, 37",
    "rtmin+30, 64",
    "RTMAX, 64",
    "RTMAX-30, 34",
  })
  void knowsTheNumber(String text, int number) {
    assertThat(SignalName.number(text)).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FOO",
        "SIG",
        "",
        "SIGSIGTERM",
        "RTMIN+31",
        "RTMIN-1",
        "RTMAX+1",
        "RTMIN+",
        "9x",
        "9223372036854775808"
      })
  void knowsNoSuchSignal(String text) {
    assertThat(SignalName.number(text)).isEmpty();
  }
}
