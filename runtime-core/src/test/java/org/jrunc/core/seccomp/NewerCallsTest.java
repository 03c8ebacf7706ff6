package org.jrunc.core.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Map;
import org.jrunc.spec.linux.SeccompArch;
import org.junit.jupiter.api.Test;

class NewerCallsTest {
  private static final int X86_64 = SeccompNumbers.X86_64;
  private static final int X32 = SeccompNumbers.X32;
  private static final int X86 = SeccompNumbers.token(SeccompArch.SCMP_ARCH_X86);
  private static final int ARM = SeccompNumbers.token(SeccompArch.SCMP_ARCH_AARCH64);
  private static final int S390X = SeccompNumbers.token(SeccompArch.SCMP_ARCH_S390X);
  private static final int X32_BIT = 1 << 30;

  private static final int FILTER = 4711;
  private static final int NO_SUCH_CALL = 0x00050026;

  private static int decision(Map<Integer, Integer> newest, int architecture, int number) {
    var program = new ArrayList<>(NewerCalls.program(newest));
    program.add(BpfInstruction.returning(FILTER));
    return new BpfMachine(BpfInstruction.encode(program))
        .run(BpfMachine.Call.of(architecture, number));
  }

  @Test
  void aCallAboveTheNewestOneDoesNotExist() {
    var newest = Map.of(X86_64, 300);
    assertThat(decision(newest, X86_64, 0)).isEqualTo(FILTER);
    assertThat(decision(newest, X86_64, 300)).isEqualTo(FILTER);
    assertThat(decision(newest, X86_64, 301)).isEqualTo(NO_SUCH_CALL);
    assertThat(decision(newest, X86_64, X32_BIT - 1)).isEqualTo(NO_SUCH_CALL);
  }

  @Test
  void eachArchitectureHasItsOwnNewestCall() {
    var newest = Map.of(X86_64, 300, X86, 400, ARM, 200, S390X, 350);
    newest.forEach(
        (architecture, number) -> {
          assertThat(decision(newest, architecture, number)).isEqualTo(FILTER);
          assertThat(decision(newest, architecture, number + 1)).isEqualTo(NO_SUCH_CALL);
        });
  }

  @Test
  void anArchitectureThatTheProfileDoesNotMentionIsLeftToTheFilter() {
    assertThat(decision(Map.of(X86_64, 300), ARM, 999)).isEqualTo(FILTER);
    assertThat(decision(Map.of(X86_64, 300, ARM, 0), ARM, 999)).isEqualTo(FILTER);
    assertThat(decision(Map.of(), X86_64, 999)).isEqualTo(FILTER);
  }

  @Test
  void bothModesOfX86AreToldApart() {
    var newest = Map.of(X86_64, 300, X32, X32_BIT + 500);
    assertThat(decision(newest, X86_64, 300)).isEqualTo(FILTER);
    assertThat(decision(newest, X86_64, 301)).isEqualTo(NO_SUCH_CALL);
    assertThat(decision(newest, X86_64, X32_BIT + 500)).isEqualTo(FILTER);
    assertThat(decision(newest, X86_64, X32_BIT + 501)).isEqualTo(NO_SUCH_CALL);
  }

  @Test
  void aModeThatTheProfileDoesNotMentionIsLeftToTheFilter() {
    assertThat(decision(Map.of(X86_64, 300), X86_64, X32_BIT + 501)).isEqualTo(FILTER);
    assertThat(decision(Map.of(X32, X32_BIT + 5), X86_64, 301)).isEqualTo(FILTER);
    assertThat(decision(Map.of(X32, X32_BIT + 5), X86_64, X32_BIT + 6)).isEqualTo(NO_SUCH_CALL);
  }

  @Test
  void onS390NumberZeroStandsForAnUnknownCall() {
    assertThat(decision(Map.of(S390X, 300), S390X, 0)).isEqualTo(NO_SUCH_CALL);
    assertThat(decision(Map.of(S390X, 300), S390X, 1)).isEqualTo(FILTER);
  }
}
