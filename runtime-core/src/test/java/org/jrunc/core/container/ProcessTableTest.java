package org.jrunc.core.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jrunc.core.failure.HostFailure;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
  private static final String TABLE =
      """
        UID   PID COMMAND
          0     1 init
         10    10 one 2

          0     2 two
      """;

  @Test
  void keepsTheHeaderAndTheLinesOfTheseProcesses() {
    assertThat(ProcessTable.select(TABLE, List.of(2, 10)))
        .isEqualTo("  UID   PID COMMAND\n   10    10 one 2\n    0     2 two\n");
    assertThat(ProcessTable.select(TABLE, List.of())).isEqualTo("  UID   PID COMMAND\n");
  }

  @Test
  void wantsAColumnOfPids() {
    for (var table : List.of("", "\n", "COMMAND\ninit\n", "  PPID PIDS\n1 1\n")) {
      assertThatThrownBy(() -> ProcessTable.select(table, List.of(1)))
          .isInstanceOf(HostFailure.class)
          .hasMessage("couldn't find PID field in ps output");
    }
  }

  @Test
  void complainsAboutAPidThatIsNone() {
    assertThatThrownBy(() -> ProcessTable.select("PID\none\n", List.of(1)))
        .hasMessage("unable to parse pid: strconv.Atoi: parsing \"one\": invalid syntax");
    assertThatThrownBy(() -> ProcessTable.select("UID PID\none\n", List.of(1)))
        .hasMessage("unable to parse pid: strconv.Atoi: parsing \"\": invalid syntax");
  }
}
