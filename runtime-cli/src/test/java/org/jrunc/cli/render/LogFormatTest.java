package org.jrunc.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Log lines, compared with what runc (logrus) writes. */
class LogFormatTest {
  private static final Instant TIME = Instant.parse("2026-08-22T10:00:00.987654321Z");

  @Test
  void writesTextAsLogrusDoesWithoutATerminal() {
    assertThat(LogFormat.TEXT.line(LogLevel.ERROR, "container does not exist", TIME))
        .isEqualTo("time=\"2026-08-22T10:00:00Z\" level=error msg=\"container does not exist\"\n");
  }

  @Test
  void leavesOneWordUnquotedInText() {
    assertThat(LogFormat.TEXT.line(LogLevel.WARNING, "done", TIME))
        .isEqualTo("time=\"2026-08-22T10:00:00Z\" level=warning msg=done\n");
  }

  @Test
  void writesJsonWithTheKeysThatContainerdReads() {
    assertThat(LogFormat.JSON.line(LogLevel.ERROR, "exec: \"foo\": not in $PATH", TIME))
        .isEqualTo(
            "{\"level\":\"error\",\"msg\":\"exec: \\\"foo\\\": not in $PATH\","
                + "\"time\":\"2026-08-22T10:00:00Z\"}\n");
  }

  @Test
  void writesFourLettersInColourOnATerminal() {
    assertThat(LogFormat.TERMINAL.line(LogLevel.ERROR, "container does not exist", TIME))
        .isEqualTo("\u001b[31mERRO\u001b[0m[0000] container does not exist\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'a\nb', '\"a\\nb\"', '\"a\\nb\"'",
    "'a\tb', '\"a\\tb\"', '\"a\\tb\"'",
    "'a\u001b[2Jb', '\"a\\x1b[2Jb\"', '\"a\\u001b[2Jb\"'",
    "'a\u007fb', '\"a\\x7fb\"', '\"a\u007fb\"'",
    "'a\u202eb', '\"a\\u202eb\"', '\"a\u202eb\"'",
    "'grüße 😀', '\"grüße 😀\"', '\"grüße 😀\"'",
  })
  void escapesControlCharacters(String message, String text, String json) {
    assertThat(LogFormat.TEXT.line(LogLevel.ERROR, message, TIME))
        .isEqualTo("time=\"2026-08-22T10:00:00Z\" level=error msg=" + text + "\n");
    assertThat(LogFormat.JSON.line(LogLevel.ERROR, message, TIME))
        .contains("\"msg\":" + json + ",");
  }
}
