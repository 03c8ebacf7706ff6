package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.BeforeAll;

/** {@code docker run} in its plain forms. */
@Client(
    name = "docker",
    version = {"/usr/bin/docker", "--version"})
class DockerRunTest {

  @BeforeAll
  static void startTheDaemon() {
    Docker.start();
  }

  @Feature("run: output and exit code")
  void handsOnOutputAndExitCode(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var outcome = docker.run(List.of("--rm"), "sh", "-c", "echo hello; echo oops >&2; exit 7");
      assertThat(outcome.exit()).isEqualTo(7);
      assertThat(outcome.stdout()).isEqualTo("hello\n");
      assertThat(outcome.stderr()).isEqualTo("oops\n");
    }
  }

  @Feature("run --interactive: standard input")
  void handsOnInput(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var input = Files.writeString(Suite.newPath("input"), "one\ntwo\n");
      var outcome = docker.runCommand(List.of("--rm", "-i"), "wc", "-l").input(input).run();
      assertThat(outcome.succeeded().stdout()).isEqualTo("2\n");
    }
  }

  @Feature("run --env --workdir --hostname --user --group-add --entrypoint")
  void setsWhatAProcessBeginsWith(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var options = "--env A=b --workdir /new/dir --hostname kitten --user app --group-add 77";
      assertThat(docker.shell(options, "echo $A; pwd; hostname; id; echo $HOME"))
          .isEqualTo(
              """
              b
              /new/dir
              kitten
              uid=1000(app) gid=1000(app) groups=77,1000(app)
              /home/app
              """);
      assertThat(docker.output("--user 1234:77 --entrypoint /bin/id")).contains("uid=1234 gid=77");
    }
  }

  @Feature("run --detach, wait, logs, start again")
  void runsInTheBackgroundAndAgain(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var container = docker.detached("", "sh", "-c", "echo out; echo err >&2; exit 3");
      assertThat(container.end()).isEqualTo(3);
      container.then("start").succeeded();
      assertThat(container.end()).isEqualTo(3);
      var logs = container.then("logs").succeeded();
      assertThat(logs.stdout()).isEqualTo("out\nout\n");
      assertThat(logs.stderr()).isEqualTo("err\nerr\n");
      assertThat(container.field(".State.Status")).isEqualTo("exited");
    }
  }

  @Feature("create, start --attach, cp, diff, commit, rename, rm")
  void goesThroughAWholeLife(OciRuntime runtime) throws IOException {
    try (var docker = Docker.with(runtime)) {
      var id =
          docker.containerCommand("create", List.of(), "sh", "-c", "cat /tmp/in | tee /tmp/out");
      var container = new DockerContainer(docker, id.run().succeeded().stdout().strip());
      var file = Files.writeString(Suite.newPath("file"), "copied\n");
      docker.command("cp", file.toString(), container.id() + ":/tmp/in").run().succeeded();
      assertThat(container.then("start", "--attach").succeeded().stdout()).isEqualTo("copied\n");
      assertThat(container.then("diff").succeeded().stdout()).contains("A /tmp/out");
      docker.command("rename", container.id(), "jrunc-renamed").run().succeeded();
      docker.command("commit", "jrunc-renamed", "committed").run().succeeded();
      container.then("rm").succeeded();
      var committed = docker.command("run", "--rm", "committed", "cat", "/tmp/out").run();
      assertThat(committed.succeeded().stdout()).isEqualTo("copied\n");
    }
  }

  @Feature("run --init: a reaper as the first process")
  void runsAReaper(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      assertThat(docker.output("--init", "cat", "/proc/1/comm")).isEqualTo("docker-init\n");
      assertThat(docker.run(List.of("--rm", "--init"), "sh", "-c", "kill -9 $$").exit())
          .isEqualTo(137);
    }
  }

  @Feature("daemon.json: runtimeArgs")
  void takesArgumentsOfTheRuntime(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      assertThat(docker.output("--runtime " + runtime + "-debug", "echo", "hello"))
          .isEqualTo("hello\n");
    }
  }

  @Feature("run --sysctl --oom-score-adj")
  void setsOtherThings(OciRuntime runtime) {
    try (var docker = Docker.with(runtime)) {
      var options = "--sysctl net.ipv4.ip_forward=1 --sysctl kernel.shmmax=123 --oom-score-adj 300";
      var files = "/proc/sys/net/ipv4/ip_forward /proc/sys/kernel/shmmax /proc/self/oom_score_adj";
      assertThat(docker.shell(options, "cat " + files)).isEqualTo("1\n123\n300\n");
    }
  }
}
