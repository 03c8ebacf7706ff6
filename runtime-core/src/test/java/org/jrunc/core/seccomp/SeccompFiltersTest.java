package org.jrunc.core.seccomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.Objects;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.linux.SeccompLibrary;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.linux.Seccomp;
import org.jrunc.spec.linux.SeccompArch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Filters made by the real libseccomp, run by an interpreter. */
class SeccompFiltersTest {
  private static final int X86_64 = SeccompNumbers.X86_64;
  private static final int X86 = SeccompNumbers.token(SeccompArch.SCMP_ARCH_X86);
  private static final int X32_BIT = 1 << 30;

  private static final int ALLOW = 0x7fff0000;
  private static final int KILL = 0;
  private static final int EPERM = 0x00050001;
  private static final int ENOSYS = 0x00050026;

  private static final int WRITE = 1;
  private static final int OPEN = 2;
  private static final int SOCKET = 41;
  private static final int CLONE = 56;
  private static final int PERSONALITY = 135;
  private static final int MOUNT = 165;
  private static final int CLONE3 = 435;

  private final SeccompFilters filters = new SeccompFilters();

  @BeforeEach
  void needsX86() {
    assumeTrue(
        SeccompLibrary.load().nativeArchitecture() == X86_64, "the numbers here are of x86_64");
  }

  private SeccompFilter filter(String json) {
    return filters.of(SpecReader.read(json.getBytes(UTF_8), Seccomp.class), false);
  }

  private int decision(String json, int number, long... arguments) {
    return run(filter(json), X86_64, number, arguments);
  }

  private static int run(SeccompFilter filter, int architecture, int number, long... arguments) {
    return new BpfMachine(filter.program())
        .run(BpfMachine.Call.of(architecture, number, arguments));
  }

  private SeccompFilter allowList() throws IOException {
    try (var stream =
        Objects.requireNonNull(
            SeccompFiltersTest.class.getResourceAsStream("/seccomp/allow-list.json"))) {
      return filters.of(SpecReader.read(stream.readAllBytes(), Seccomp.class), false);
    }
  }

  @Test
  void anAllowListAllowsWhatItListsAndNothingElse() throws IOException {
    var filter = allowList();
    assertThat(run(filter, X86_64, WRITE)).isEqualTo(ALLOW);
    assertThat(run(filter, X86_64, MOUNT)).isEqualTo(EPERM);
    assertThat(run(filter, X86_64, SOCKET, 2)).isEqualTo(ALLOW);
    assertThat(run(filter, X86_64, SOCKET, 40)).isEqualTo(EPERM);
    assertThat(run(filter, X86_64, PERSONALITY, 8)).isEqualTo(ALLOW);
    assertThat(run(filter, X86_64, PERSONALITY, 0xffffffffL)).isEqualTo(ALLOW);
    assertThat(run(filter, X86_64, PERSONALITY, 1)).isEqualTo(EPERM);
    assertThat(run(filter, X86_64, CLONE, 0x11)).isEqualTo(ALLOW);
    assertThat(run(filter, X86_64, CLONE, 0x10000000)).isEqualTo(EPERM);
    assertThat(run(filter, X86_64, CLONE3)).isEqualTo(ENOSYS);
  }

  @Test
  void anAllowListIsOneForAllItsArchitectures() throws IOException {
    var filter = allowList();
    assertThat(run(filter, X86, 4)).isEqualTo(ALLOW);
    assertThat(run(filter, X86, 21)).isEqualTo(EPERM);
    assertThat(run(filter, X86_64, X32_BIT + WRITE)).isEqualTo(ALLOW);
    assertThat(run(filter, X86_64, X32_BIT + MOUNT)).isEqualTo(EPERM);
    int ofAnotherArchitecture = SeccompNumbers.token(SeccompArch.SCMP_ARCH_AARCH64);
    assertThat(run(filter, ofAnotherArchitecture, WRITE)).isEqualTo(KILL);
  }

  @Test
  void callsNewerThanAnAllowListDoNotExist() throws IOException {
    var filter = allowList();
    assertThat(run(filter, X86_64, 2000)).isEqualTo(ENOSYS);
    assertThat(run(filter, X86, 2000)).isEqualTo(ENOSYS);
    assertThat(run(filter, X86_64, X32_BIT + 2000)).isEqualTo(ENOSYS);
  }

  @Test
  void aDenyListLeavesNewerCallsAlone() {
    var json =
        """
        {"defaultAction": "SCMP_ACT_ALLOW",
         "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 22}]}
        """;
    assertThat(decision(json, 2000)).isEqualTo(ALLOW);
    assertThat(decision(json, MOUNT)).isEqualTo(0x00050000 + 22);
  }

  @Test
  void anErrnoIsEpermUnlessTheProfileSaysOtherwise() {
    var json =
        """
        {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 5,
         "syscalls": [{"names": ["pidfd_getfd"], "action": "SCMP_ACT_ALLOW"},
                      {"names": ["mount"], "action": "SCMP_ACT_ERRNO"}]}
        """;
    assertThat(decision(json, OPEN)).isEqualTo(0x00050005);
    assertThat(decision(json, MOUNT)).isEqualTo(EPERM);
  }

  @Test
  void everyActionHasItsNumber() {
    assertThat(action("SCMP_ACT_KILL")).isZero();
    assertThat(action("SCMP_ACT_KILL_THREAD")).isZero();
    assertThat(action("SCMP_ACT_KILL_PROCESS")).isEqualTo(0x80000000);
    assertThat(action("SCMP_ACT_TRAP")).isEqualTo(0x00030000);
    assertThat(action("SCMP_ACT_TRACE")).isEqualTo(0x7ff00001);
    assertThat(action("SCMP_ACT_LOG")).isEqualTo(0x7ffc0000);
    assertThat(action("SCMP_ACT_NOTIFY")).isEqualTo(0x7fc00000);
  }

  private int action(String action) {
    var json =
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"mount\"],"
            + " \"action\": \""
            + action
            + "\"}]}";
    return decision(json, MOUNT);
  }

  @Test
  void everyOperatorComparesUnsigned() {
    assertOperator("SCMP_CMP_EQ", 5, true, 4, 6);
    assertOperator("SCMP_CMP_NE", 5, false, 4, 6);
    assertOperator("SCMP_CMP_LT", 4, true, 5, 6);
    assertOperator("SCMP_CMP_LE", 5, true, 6, -1);
    assertOperator("SCMP_CMP_GT", -1, true, 5, 0);
    assertOperator("SCMP_CMP_GE", 5, true, 4, 0);
  }

  private void assertOperator(String operator, long value, boolean holds, long... others) {
    var json =
        "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\": [\"mount\"],"
            + " \"action\": \"SCMP_ACT_ERRNO\", \"args\": [{\"index\": 3, \"value\": 5, \"op\": \""
            + operator
            + "\"}]}]}";
    assertThat(decision(json, MOUNT, 0, 0, 0, value)).isEqualTo(holds ? EPERM : ALLOW);
    for (long other : others) {
      assertThat(decision(json, MOUNT, 0, 0, 0, other)).isEqualTo(holds ? ALLOW : EPERM);
    }
  }

  @Test
  void conditionsOnDifferentArgumentsMustAllHold() {
    var json =
        """
        {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
          {"names": ["mount"], "action": "SCMP_ACT_ERRNO", "args": [
            {"index": 0, "value": 1, "op": "SCMP_CMP_EQ"},
            {"index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_EQ"}]}]}
        """;
    assertThat(decision(json, MOUNT, 1, -1)).isEqualTo(EPERM);
    assertThat(decision(json, MOUNT, 1, 0)).isEqualTo(ALLOW);
    assertThat(decision(json, MOUNT, 0, -1)).isEqualTo(ALLOW);
  }

  @Test
  void conditionsOnOneArgumentCountAlone() {
    var json =
        """
        {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
          {"names": ["mount"], "action": "SCMP_ACT_ERRNO", "args": [
            {"index": 0, "value": 1, "op": "SCMP_CMP_EQ"},
            {"index": 0, "value": 2, "op": "SCMP_CMP_EQ"}]}]}
        """;
    assertThat(decision(json, MOUNT, 1)).isEqualTo(EPERM);
    assertThat(decision(json, MOUNT, 2)).isEqualTo(EPERM);
    assertThat(decision(json, MOUNT, 3)).isEqualTo(ALLOW);
  }

  @Test
  void namesThatNobodyKnowsAndRulesThatChangeNothingAreLeftOut() {
    var json =
        """
        {"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [
          {"names": ["no_such_call", "mount"], "action": "SCMP_ACT_ERRNO"},
          {"names": ["mount"], "action": "SCMP_ACT_ERRNO"},
          {"names": ["open"], "action": "SCMP_ACT_ALLOW"}]}
        """;
    assertThat(decision(json, MOUNT)).isEqualTo(EPERM);
    assertThat(decision(json, OPEN)).isEqualTo(ALLOW);
  }

  @Test
  void flagsGoToTheKernelAsItWantsThem() {
    assertThat(filter("{\"defaultAction\": \"SCMP_ACT_ALLOW\"}").flags()).isEqualTo(4);
    assertThat(flags("")).isZero();
    assertThat(flags("\"SECCOMP_FILTER_FLAG_TSYNC\"")).isZero();
    assertThat(flags("\"SECCOMP_FILTER_FLAG_LOG\", \"SECCOMP_FILTER_FLAG_SPEC_ALLOW\""))
        .isEqualTo(6);
    assertThat(flags("\"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\"")).isZero();
  }

  private int flags(String flags) {
    return filter("{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"flags\": [" + flags + "]}").flags();
  }

  @Test
  void aFilterThatAsksAListenerSaysSo() {
    var filter =
        filter(
            """
            {"defaultAction": "SCMP_ACT_ALLOW",
             "flags": ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"],
             "syscalls": [{"names": ["mount"], "action": "SCMP_ACT_NOTIFY"}]}
            """);
    assertThat(filter.notifies()).isTrue();
    assertThat(filter.flags()).isEqualTo(0x28);
  }

  @Test
  void refusesNotificationsThatWouldStopTheRuntimeItself() {
    assertThatThrownBy(() -> filter("{\"defaultAction\": \"SCMP_ACT_NOTIFY\"}"))
        .isInstanceOf(SpecFailure.class)
        .hasMessageStartingWith("SCMP_ACT_NOTIFY cannot be used as default action");
    assertThatThrownBy(
            () ->
                filter(
                    "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\":"
                        + " [{\"names\": [\"write\"], \"action\": \"SCMP_ACT_NOTIFY\"}]}"))
        .hasMessageStartingWith("SCMP_ACT_NOTIFY cannot be used for the write syscall");
  }

  @Test
  void refusesArgumentsThatNoSystemCallHas() {
    assertThatThrownBy(
            () ->
                filter(
                    "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\":"
                        + " [\"mount\"], \"action\": \"SCMP_ACT_ERRNO\", \"args\": [{\"index\": 6,"
                        + " \"value\": 1, \"op\": \"SCMP_CMP_EQ\"}]}]}"))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("/linux/seccomp/syscalls/0/args/0");
  }

  @Test
  void refusesAnErrnoThatThereIsNot() {
    assertThatThrownBy(
            () -> filter("{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"defaultErrnoRet\": 4096}"))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("/linux/seccomp/defaultErrnoRet");
    assertThatThrownBy(
            () ->
                filter(
                    "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"syscalls\": [{\"names\":"
                        + " [\"mount\"], \"action\": \"SCMP_ACT_ERRNO\", \"errnoRet\": 4096}]}"))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("/linux/seccomp/syscalls/0");
  }

  @Test
  void refusesAnArchitectureOfTheOtherByteOrder() {
    assertThatThrownBy(
            () ->
                filter(
                    "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\":"
                        + " [\"SCMP_ARCH_AARCH64\", \"SCMP_ARCH_S390X\"]}"))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("another byte order")
        .hasMessageContaining("/linux/seccomp/architectures/1");
  }

  @Test
  void refusesAnArchitectureThatTheLibraryDoesNotKnow() {
    assertThatThrownBy(
            () ->
                filter(
                    "{\"defaultAction\": \"SCMP_ACT_ALLOW\", \"architectures\":"
                        + " [\"SCMP_ARCH_M68K\"]}"))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("`SCMP_ARCH_M68K` is not known to libseccomp");
  }

  @Test
  void theSameProfileIsTheSameFilter() throws IOException {
    assertThat(allowList()).isSameAs(allowList());
  }

  @Test
  void theHostSaysWhatItCan() {
    var facts = SeccompFacts.ofHost();
    assertThat(facts.libraryVersion()).hasValueSatisfying(v -> assertThat(v).startsWith("2."));
    assertThat(facts.actions()).contains("SCMP_ACT_NOTIFY").isSorted();
    assertThat(facts.architectures()).contains("SCMP_ARCH_X86_64").hasSizeGreaterThan(17);
    assertThat(facts.knownFlags()).containsAll(facts.supportedFlags());
    assertThat(facts.supportedFlags()).contains("SECCOMP_FILTER_FLAG_LOG");
  }
}
