package org.jrunc.conformance.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Containers that were made in other ways than most. */
@BundleTest
class ExecPlacesTest {

  @ParameterizedTest
  @ValueSource(strings = {"--no-pivot", "--no-new-keyring"})
  void joinsContainersOfAllFlagsAsRuncDoes(String flag, Bundle bundle, OciRuntime runtime) {
    Facts reference;
    try (var theirs = Target.of(OciRuntime.runc(), bundle, flag)) {
      reference = theirs.facts(List.of());
    }
    try (var ours = Target.of(runtime, bundle, flag)) {
      var differences =
          ours.facts(List.of()).differencesFrom(reference).stream()
              .filter(difference -> !difference.fact().matches("(mount|device):.*"))
              .toList();
      assertThat(KnownDifferences.unexplained(runtime, "exec after " + flag, differences))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pid", "network", "ipc", "uts"})
  void joinsNamespacesThatTheContainerHasJoined(
      String type, Bundle bundle, Bundle joining, OciRuntime runtime) {
    var file = type.equals("network") ? "net" : type;
    try (var first = Target.of(runtime, bundle)) {
      joining.edit(
          c -> {
            c.remove("hostname");
            for (var namespace : c.withArray("/linux/namespaces")) {
              if (namespace.path("type").asString().equals(type)) {
                ((ObjectNode) namespace)
                    .put("path", "/proc/" + first.container().pid() + "/ns/" + file);
              }
            }
          });
      try (var second = Target.of(runtime, joining)) {
        var facts = second.facts(List.of());
        for (var name : List.of("pid", "net", "ipc", "uts", "mnt")) {
          assertThat(facts.get("namespace:" + name)).as(name).isEqualTo("the container's");
        }
      }
    }
  }

  @Test
  @Covers("/linux/namespaces/*/type=time")
  void joinsATimeNamespace(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.edit(c -> c.withArray("/linux/namespaces").add(json("{'type':'time'}")));
    try (var target = Target.of(runtime, bundle)) {
      assertThat(target.facts(List.of()).get("namespace:time")).isEqualTo("the container's");
    }
  }

  /** Users and groups are those of the namespace, and what is not mapped is refused. */
  @Test
  void refusesUsersThatAUserNamespaceHasNot(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.userNamespace(100_000);
    try (var target = Target.of(runtime, bundle)) {
      var outcome = target.exec(List.of("--user", "70000"), "/probe", "true");
      assertThat(outcome.exit()).isEqualTo(255);
      assertThat(outcome.stderr()).contains("cannot setuid to unmapped uid 70000");
      assertThat(target.exec(List.of("--user", "65535:65535"), "/probe", "true").exit()).isZero();
    }
  }

  @Test
  void worksWithoutAnEnvironmentAndWithFewDescriptors(Bundle bundle, OciRuntime runtime) {
    bundle.edit(
        c ->
            c.withObject("/process")
                .set("rlimits", json("[{'type':'RLIMIT_NOFILE','soft':16,'hard':16}]")));
    try (var target = Target.of(runtime, bundle)) {
      var command = target.command(List.of(), "/probe", "echo", "x").withoutEnvironment();
      assertThat(command.in(Path.of("/")).run().succeeded().stdout()).isEqualTo("x\n");
    }
  }

  /** Each process that joins has a filter of its own, whose listener goes to the agent. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sendsTheListenerToTheAgent(boolean noNewPrivileges, Bundle bundle, OciRuntime runtime) {
    var socket = Suite.newPath("agent");
    bundle.edit(
        c -> {
          c.withObject("/process").put("noNewPrivileges", noNewPrivileges);
          c.withObject("/linux")
              .set(
                  "seccomp",
                  json(
                      "{'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'"
                          + socket
                          + "','listenerMetadata':'text','syscalls':[{'names':['sethostname'],'action':'SCMP_ACT_NOTIFY'}]}"));
        });
    // runc 1.1 hangs, so this one is not measured.
    Requires.ours(runtime);
    var state = asked(runtime, bundle, socket);
    assertThat(state.path("fds").get(0).asString()).isEqualTo("seccompFd");
    assertThat(state.path("metadata").asString()).isEqualTo("text");
    assertThat(state.path("state").path("id").asString()).isEqualTo(bundle.id());
    assertThat(state.path("state").path("status").asString()).isEqualTo("running");
  }

  /** What the agent is told of a process that joins. */
  private static ObjectNode asked(OciRuntime runtime, Bundle bundle, Path socket) {
    var first = agent(socket);
    try (var target = Target.of(runtime, bundle)) {
      socket.toFile().delete();
      var second = agent(socket);
      try {
        var outcome = target.exec("/probe", "call", "170,0,0");
        assertThat(outcome.stdout()).as(outcome.toString()).contains("170,0,0 EFBIG");
        var line = second.await().stdout().lines().findFirst().orElse("");
        var state = (ObjectNode) Bundle.json(line.replaceFirst("^state ", ""));
        assertThat(state.path("pid").asInt()).isGreaterThan(1);
        assertThat(state.path("pid")).isNotEqualTo(state.path("state").path("pid"));
        return state;
      } finally {
        second.process().destroyForcibly();
        socket.toFile().delete();
      }
    } finally {
      first.process().destroyForcibly();
    }
  }

  private static Command.Running agent(Path socket) {
    var program = Suite.program("seccomp_agent").toString();
    var agent = new Command(List.of(program, socket.toString(), "27", "0")).start();
    Container.await("the agent", () -> Files.exists(socket));
    return agent;
  }
}
