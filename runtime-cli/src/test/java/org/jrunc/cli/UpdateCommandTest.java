package org.jrunc.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.cli.CommandLines.jrunc;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jrunc.cli.CommandLines.Outcome;
import org.jrunc.core.container.UpdateRequest;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.state.ContainerState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateCommandTest {
  @TempDir Path directory;
  private final FakeOperations core = new FakeOperations();

  @BeforeEach
  void make() {
    core.containers.add(
        new ContainerState("1.3.0", "c1", 1, "running", "/b", "/b/rootfs", "", Map.of(), ""));
  }

  private Outcome run(String line) {
    return jrunc(core, directory, line.split(" "));
  }

  private UpdateRequest request() {
    return (UpdateRequest) ((FakeOperations.Call) core.asked.getLast()).arguments().getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "| {'memory':{},'cpu':{},'pids':{}}",
        "--memory 64M --memory-swap -1 --memory-reservation 1k |"
            + "{'memory':{'limit':67108864,'reservation':1024,'swap':-1},'cpu':{},'pids':{}}",
        "--cpu-share 5 --cpu-quota -1 --cpu-period 6 --cpu-burst 7 |"
            + "{'memory':{},'cpu':{'shares':5,'quota':-1,'burst':7,'period':6},'pids':{}}",
        "--cpu-rt-period 1 --cpu-rt-runtime 2 --cpuset-cpus 0-1 --cpuset-mems 0 --cpu-idle 1 |"
            + "{'memory':{},'cpu':{'realtimeRuntime':2,'realtimePeriod':1,'cpus':'0-1',"
            + "'mems':'0','idle':1},'pids':{}}",
        "--pids-limit 0 --blkio-weight 100 |"
            + "{'memory':{},'cpu':{},'pids':{'limit':0},'blockIO':{'weight':100}}",
      })
  void flagsBecomeLimits(String flags, String resources) {
    var outcome = run("update " + (flags == null ? "" : flags + " ") + "c1");
    assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
    assertThat(request().id()).isEqualTo("c1");
    assertThat(SpecWriter.compact(request().resources())).isEqualTo(resources.replace('\'', '"'));
  }

  @Test
  void aDocumentTakesThePlaceOfFlags() {
    core.files.put("-", "{\"pids\":{\"limit\":4}}".getBytes(UTF_8));
    var outcome = run("update -r - --pids-limit 5 --l3-cache-schema L3:0=f --mem-bw-schema MB c1");
    assertThat(outcome.exitCode()).isZero();
    assertThat(SpecWriter.compact(request().resources())).isEqualTo("{\"pids\":{\"limit\":4}}");
    assertThat(request().cacheSchema()).isEqualTo(Optional.of("L3:0=f"));
    assertThat(request().bandwidthSchema()).isEqualTo(Optional.of("MB"));
  }

  @Test
  void warnsOfKernelMemoryInDocumentsToo() {
    core.files.put("f", "{\"memory\":{\"kernelTCP\":4}}".getBytes(UTF_8));
    assertThat(run("update -r f c1").error()).contains("Kernel memory settings are ignored");
  }

  @Test
  void aBadDocumentIsToldApart() {
    core.files.put("f", "{\"pids\":7}".getBytes(UTF_8));
    var outcome = run("update -r f c1");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error()).contains("cannot read `/pids`: line 1, column 9: expected");
  }

  @Test
  void aMissingContainerIsTheGraverError() {
    for (var flags : new String[] {"--cpu-share x", "-r f"}) {
      assertThat(run("update " + flags + " c2").error()).contains("container does not exist");
    }
  }
}
