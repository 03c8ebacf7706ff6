package org.jrunc.spec.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jrunc.spec.state.ContainerProcessState;
import org.jrunc.spec.state.ContainerState;
import org.jrunc.spec.state.State;
import org.junit.jupiter.api.Test;

class SpecWriterTest {

  private static final State RUNNING =
      new State("1.3.0", "kitten", "running", 4422, "/run/b1", Map.of("b", "2", "a", "1"));

  @Test
  void writesTheStateForHooksInTheOrderOfTheSpecification() {
    assertThat(SpecWriter.compact(RUNNING))
        .isEqualTo(
            "{\"ociVersion\":\"1.3.0\",\"id\":\"kitten\",\"status\":\"running\",\"pid\":4422,"
                + "\"bundle\":\"/run/b1\",\"annotations\":{\"a\":\"1\",\"b\":\"2\"}}");
  }

  @Test
  void leavesOutAnAbsentPidAndEmptyAnnotations() {
    assertThat(SpecWriter.compact(new State("1.3.0", "a", "stopped", null, "/b", Map.of())))
        .isEqualTo(
            "{\"ociVersion\":\"1.3.0\",\"id\":\"a\",\"status\":\"stopped\",\"bundle\":\"/b\"}");
  }

  @Test
  void writesTheStateCommandAsRuncDoes() {
    var state =
        new ContainerState(
            "1.3.0",
            "kitten",
            0,
            "stopped",
            "/run/b1",
            "/run/b1/rootfs",
            "2026-11-22T10:00:00.123456789Z",
            Map.of(),
            "");

    assertThat(SpecWriter.indented(state, "  "))
        .isEqualTo(
            """
            {
              "ociVersion": "1.3.0",
              "id": "kitten",
              "pid": 0,
              "status": "stopped",
              "bundle": "/run/b1",
              "rootfs": "/run/b1/rootfs",
              "created": "2026-11-22T10:00:00.123456789Z",
              "owner": ""
            }\
            """);
  }

  @Test
  void nestsTheStateForASeccompAgent() {
    var state =
        new ContainerProcessState(
            "1.3.0", List.of(ContainerProcessState.SECCOMP_FD), 7, null, RUNNING);

    assertThat(SpecWriter.compact(state))
        .startsWith("{\"ociVersion\":\"1.3.0\",\"fds\":[\"seccompFd\"],\"pid\":7,\"state\":{");
  }

  @Test
  void escapesWhatGoEscapesAndLeavesMarkupAlone() {
    assertThat(SpecWriter.compact("a\"b\\c\n\r\t\b\f\u0001\u2028<&>é🐱\ud83d"))
        .isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\b\\f\\u0001\\u2028\\u003c\\u0026\\u003eé🐱\\ufffd\"");
  }

  @Test
  void writesEmptyAndMissingDocuments() {
    assertThat(SpecWriter.compact(List.of())).isEqualTo("[]");
    assertThat(SpecWriter.indented(Map.of(), " ")).isEqualTo("{}");
    assertThat(SpecWriter.compact(null)).isEqualTo("null");
    assertThat(SpecWriter.compact(Arrays.asList(1, null, true))).isEqualTo("[1,null,true]");
  }
}
