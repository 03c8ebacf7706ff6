package org.jrunc.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.jrunc.core.NativeLayout;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Java writes into programs has the numbers of program.h. */
class ProgramLayoutTest {
  private NativeLayout c;

  @BeforeEach
  void readHeaders() throws IOException {
    c = NativeLayout.read();
  }

  @Test
  void theHeaderBeginsAsTheExecutorExpects() {
    assertThat(c.number("PROGRAM_MAGIC")).isEqualTo(ProgramEncoder.MAGIC);
    assertThat(c.number("PROGRAM_VERSION")).isEqualTo(ProgramEncoder.VERSION);
  }

  @Test
  void structuresHaveTheSameSize() {
    assertThat(c.number("sizeof(program_header)")).isEqualTo(ProgramEncoder.HEADER_SIZE);
    assertThat(c.number("sizeof(operation)")).isEqualTo(ProgramEncoder.OPERATION_SIZE);
    assertThat(c.number("sizeof(report)")).isEqualTo(Structs.REPORT_SIZE);
  }

  @Test
  void theKindsOfOperationHaveTheSameNumbers() {
    assertThat(c.number("OPERATION_CALL")).isEqualTo(ProgramEncoder.KIND_CALL);
    assertThat(c.number("OPERATION_JUMP")).isEqualTo(ProgramEncoder.KIND_JUMP);
    assertThat(c.number("OPERATION_STORE")).isEqualTo(ProgramEncoder.KIND_STORE);
    assertThat(c.number("OPERATION_LOAD")).isEqualTo(ProgramEncoder.KIND_LOAD);
    assertThat(c.number("RESULT_NONE")).isEqualTo(ProgramEncoder.NO_SLOT);
    assertThat(c.number("ERRNO_ANY")).isEqualTo(ProgramEncoder.ANY_ERRNO);
  }

  @Test
  void everyConditionHasTheSameNumber() {
    for (var condition : Operation.Condition.values()) {
      assertThat(c.number("JUMP_" + condition.name())).isEqualTo(condition.code());
    }
    assertThat(c.count("JUMP_")).isEqualTo(Operation.Condition.values().length);
  }

  @Test
  void everyReportHasTheSameNumber() {
    for (var type : ReportType.values()) {
      assertThat(c.number("REPORT_" + type.name().toUpperCase(Locale.ROOT))).isEqualTo(type.code());
    }
    assertThat(c.count("REPORT_")).isEqualTo(ReportType.values().length);
  }
}
