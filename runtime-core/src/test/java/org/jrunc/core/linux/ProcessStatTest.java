package org.jrunc.core.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProcessStatTest {
  private static final String REST =
      " 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 %d 1000 2000 18446744073709551615\n";

  @Test
  void aLineIsRead() {
    var stat = ProcessStat.parse("42 (sleep) S" + String.format(Locale.ROOT, REST, 77));
    assertThat(stat).isEqualTo(new ProcessStat(42, 'S', 1, 4194560, 77));
  }

  @Test
  void aCommandNameMayHoldAnything() {
    var stat = ProcessStat.parse("42 (a) R 9 (b) c) Z" + String.format(Locale.ROOT, REST, 5));
    assertThat(stat).isEqualTo(new ProcessStat(42, 'Z', 1, 4194560, 5));
    assertThat(stat.isDead()).isTrue();
  }

  @Test
  void whoEndsIsKnownBeforeItHasEnded() {
    var line = "42 (sleep) S" + String.format(Locale.ROOT, REST, 77);
    var ending = ProcessStat.parse(line.replace("4194560", "4194564"));
    assertThat(ProcessStat.parse(line).isEnding()).isFalse();
    assertThat(ending.isEnding()).isTrue();
    assertThat(ending.isDead()).isFalse();
  }

  @Test
  void anythingElseIsRefused() {
    for (var line : new String[] {"", "42", "42 (sleep", "42 (sleep) S 1 2 3"}) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> ProcessStat.parse(line));
    }
  }
}
