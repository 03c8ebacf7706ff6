package org.jrunc.conformance.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** SCMP_ACT_NOTIFY: the state and the listener go to an agent, which answers from then on. */
@BundleTest
class NotifyTest {
  private static final String EFBIG = "27";

  /** What the agent got and printed, and what the container's process saw. */
  private record Course(List<String> agent, String output) {
    ObjectNode state() {
      var line = agent.getFirst();
      assertThat(line).startsWith("state ");
      return (ObjectNode) Bundle.json(line.substring("state ".length()));
    }

    List<String> calls() {
      return agent.stream().filter(line -> line.startsWith("call ")).toList();
    }
  }

  @ParameterizedTest
  @Covers({"/linux/seccomp/listenerPath", "/linux/seccomp/listenerMetadata"})
  @ValueSource(booleans = {true, false})
  void anAgentGetsTheStateAndAnswersAsUnderRunc(
      boolean noNewPrivileges, Bundle bundle, OciRuntime runtime) {
    notify(bundle, "sethostname", "add_key")
        .edit(c -> c.withObject("/process").put("noNewPrivileges", noNewPrivileges))
        .args("/probe", "call", "170,0,0", "248,5", "39");
    var reference = course(OciRuntime.runc(), bundle, EFBIG);
    var course = course(runtime, bundle, EFBIG);
    assertThat(course.output()).isEqualTo(reference.output()).contains("170,0,0 EFBIG");
    assertThat(course.calls()).isEqualTo(reference.calls()).contains("call 248(5)");
    assertThat(course.agent().get(1))
        .isEqualTo(reference.agent().get(1))
        .isEqualTo("descriptors 1, then the end");
    assertThat(lasting(course.state())).isEqualTo(lasting(reference.state()));
    assertThat(course.state().path("fds").get(0).asString()).isEqualTo("seccompFd");
    assertThat(course.state().path("metadata").asString()).isEqualTo("some \"text\" ü");
    assertThat(course.state().path("pid")).isEqualTo(course.state().path("state").path("pid"));
  }

  @Test
  void anAgentAnswersForAUserNamespaceAsUnderRunc(Bundle bundle, OciRuntime runtime) {
    notify(bundle.userNamespace(100000), "sethostname", "add_key")
        .args("/probe", "call", "170,0,0", "248,5");
    var reference = course(OciRuntime.runc(), bundle, EFBIG);
    var course = course(runtime, bundle, EFBIG);
    assertThat(course.output()).isEqualTo(reference.output()).contains("170,0,0 EFBIG");
    assertThat(course.calls()).isEqualTo(reference.calls());
    assertThat(lasting(course.state())).isEqualTo(lasting(reference.state()));
  }

  /** The versions are the runtimes' own, and the pids change. */
  private static JsonNode lasting(ObjectNode state) {
    for (var node : List.of(state, (ObjectNode) state.path("state"))) {
      assertThat(node.remove("ociVersion").asString()).startsWith("1.");
      assertThat(node.remove("pid").asInt()).isGreaterThan(1);
    }
    return state;
  }

  @Test
  void theAgentAlsoAnswersForWhatTheRuntimeStillDoes(Bundle bundle, OciRuntime runtime) {
    notify(bundle, "read", "close", "openat", "execve", "setresuid", "capset")
        .edit(c -> c.withObject("/process").put("noNewPrivileges", false))
        .args("/probe", "true");
    var course = course(runtime, bundle, "continue");
    assertThat(course.calls())
        .as("read, close, openat, execve, setresuid and capset")
        .anyMatch(call -> call.startsWith("call 0("))
        .anyMatch(call -> call.startsWith("call 3("))
        .anyMatch(call -> call.startsWith("call 257("))
        .anyMatch(call -> call.startsWith("call 59("))
        .anyMatch(call -> call.startsWith("call 117("))
        .anyMatch(call -> call.startsWith("call 126("));
  }

  @Test
  void aRelativeSocketIsInTheBundle(Bundle bundle, OciRuntime runtime) {
    notify(bundle, "sethostname")
        .edit(c -> c.withObject("/linux/seccomp").put("listenerPath", "agent.sock"))
        .args("/probe", "call", "170,0,0");
    var course = course(runtime, bundle, EFBIG, bundle.directory().resolve("agent.sock"), "0");
    assertThat(course.output()).contains("170,0,0 EFBIG");
  }

  @Test
  void createFailsWithoutAnAgent(Bundle bundle, OciRuntime runtime) {
    notify(bundle, "sethostname");
    try (var container = bundle.container(runtime)) {
      var outcome = container.create();
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.stderr())
          .contains("failed to connect with seccomp agent specified in the seccomp profile");
      assertThat(container.status()).isNotEqualTo("created");
    }
  }

  @Test
  @Covers("/linux/seccomp/defaultAction=SCMP_ACT_NOTIFY")
  void everyCallCannotBeAskedAboutAsUnderRunc(Bundle bundle, OciRuntime runtime) {
    notify(bundle, "sethostname")
        .edit(c -> c.withObject("/linux/seccomp").put("defaultAction", "SCMP_ACT_NOTIFY"));
    for (var judge : List.of(runtime, OciRuntime.runc())) {
      try (var container = bundle.freshRoot().container(judge)) {
        var outcome = container.create();
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("SCMP_ACT_NOTIFY cannot be used as default action");
      }
    }
  }

  @Test
  void aListenerWithoutNotificationsIsNotCalled(Bundle bundle, OciRuntime runtime) {
    notify(bundle, "sethostname")
        .edit(c -> ((ObjectNode) c.at("/linux/seccomp/syscalls/0")).put("action", "SCMP_ACT_ERRNO"))
        .args("/probe", "call", "170,0,0");
    var outcome = bundle.container(runtime).run();
    assertThat(outcome.stdout()).as(outcome.toString()).contains("170,0,0 EPERM");
  }

  /** A signal interrupts a call that waits for its answer, unless the flag defers it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Covers({"/linux/seccomp/flags", "/linux/seccomp/flags=SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"})
  void onlyWhatKillsInterruptsACallIfTheFlagSaysSo(
      boolean killable, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    notify(bundle, "sethostname").args("/probe", "interrupted", "170");
    if (killable) {
      bundle.edit(
          c ->
              c.withObject("/linux/seccomp")
                  .putArray("flags")
                  .add("SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"));
    }
    var course = course(runtime, bundle, EFBIG, socket(bundle), "600");
    assertThat(course.output()).isEqualTo(killable ? "170 EFBIG\n" : "170 EINTR\n");
    assertThat(course.agent().contains("nobody waits for the answer")).isEqualTo(!killable);
  }

  /** The process waits for an answer in the very call that waits for the engine. */
  @Test
  void nothingIsLeftOfAContainerWhoseCallerDiesWhileTheAgentThinks(
      Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    notify(bundle, "read");
    var program = Suite.program("seccomp_agent").toString();
    var agent = new Command(List.of(program, socket(bundle).toString(), "0", "60000")).start();
    try (var container = bundle.container(runtime)) {
      Container.await("the agent", () -> Files.exists(socket(bundle)));
      var caller = container.createCommand().start();
      Container.await("the question", () -> agent.stdoutSoFar().contains("call 0(3)"));
      caller.process().destroyForcibly();
      Container.await("the end", () -> !Files.exists(runtime.root().resolve(bundle.id())));
    } finally {
      agent.process().destroyForcibly();
      Files.deleteIfExists(socket(bundle));
    }
  }

  private static Bundle notify(Bundle bundle, String... calls) {
    return bundle.edit(
        c -> {
          var seccomp = c.withObject("/linux").putObject("seccomp");
          seccomp.put("defaultAction", "SCMP_ACT_ALLOW");
          seccomp.put("listenerPath", Suite.newPath("agent").toString());
          seccomp.put("listenerMetadata", "some \"text\" ü");
          var rule = seccomp.putArray("syscalls").addObject().put("action", "SCMP_ACT_NOTIFY");
          Bundle.strings(rule.putArray("names"), calls);
          c.putObject("annotations").put("org.example.key", "value");
        });
  }

  private static Path socket(Bundle bundle) {
    return Path.of(bundle.config().at("/linux/seccomp/listenerPath").asString());
  }

  private static Course course(OciRuntime runtime, Bundle bundle, String answer) {
    return course(runtime, bundle, answer, socket(bundle), "0");
  }

  private static Course course(
      OciRuntime runtime, Bundle bundle, String answer, Path socket, String delay) {
    var program = Suite.program("seccomp_agent").toString();
    var agent = new Command(List.of(program, socket.toString(), answer, delay)).start();
    try (var container = bundle.freshRoot().container(runtime)) {
      Container.await("the agent", () -> Files.exists(socket));
      container.create().succeeded();
      var pid = container.pid();
      container.start().succeeded();
      container.awaitEnd(pid);
      var output = container.output();
      container.delete().succeeded();
      return new Course(agent.await().stdout().lines().toList(), output);
    } finally {
      agent.process().destroyForcibly();
      socket.toFile().delete();
    }
  }
}
