package org.jrunc.conformance.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code update --resources}: documents as engines send them, from a file and from a pipe. */
@BundleTest
class UpdateDocumentTest {
  private static final String DEVICES = "devices/devices.list";

  @ParameterizedTest
  @ValueSource(
      strings = {
        // containerd's CRI: all limits of the container, with its device rules.
        "{'devices':[{'allow':false,'access':'rwm'}],"
            + "'memory':{'limit':33554432,'swap':33554432},"
            + "'cpu':{'shares':204,'quota':20000,'period':100000,'cpus':'0','mems':'0'},"
            + "'pids':{'limit':30},"
            + "'blockIO':{'throttleReadBpsDevice':[{'major':7,'minor':0,'rate':1048576}]}}\n",
        // moby, which sends zeros for what was not asked.
        "{'memory':{'limit':268435456,'reservation':0,'swap':536870912},"
            + "'cpu':{'shares':0,'quota':0,'period':0,'cpus':'','mems':''},"
            + "'blockIO':{'weight':0}}",
        // podman.
        "{'memory':{'limit':134217728,'swap':268435456},'cpu':{'quota':150000,'period':300000},"
            + "'pids':{'limit':100},'blockIO':{'weight':150}}",
        // cri-o.
        "{'memory':{'limit':33554432,'swap':33554432},'cpu':{'shares':512,'quota':10000,"
            + "'period':100000,'cpus':'0-1','mems':'0'}}",
        "{}",
        "{'memory':{}, 'cpu':{}}",
        "{'memory':{'limit':-1,'swap':-1}}",
        "{'memory':{'limit':67108864,'checkBeforeUpdate':true}}",
        "{'cpu':{'realtimeRuntime':0,'realtimePeriod':500000}}",
        "{'somethingNew':{'x':[1]},'pids':{'limit':3}}",
        "{'unified':{'memory.high':'1000000'}}",
        "{'memory':{'limit':'64M'}}",
        "{'cpu':{'shares':-5}}",
        "{'pids':",
        "",
        "7",
      })
  void changesWhatRuncChanges(String json, Bundle bundle, OciRuntime runtime) {
    var reference = after(OciRuntime.runc(), bundle, json);
    if ("1".equals(reference.get("exit"))) {
      reference = after(runtime, bundle, "{}");
      reference.put("exit", "1");
    }
    assertThat(after(runtime, bundle, json)).as(json).isEqualTo(reference);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'memory':{'limit':33554432,'swap':33554432},'cpu':{'shares':300,'quota':20000,"
            + "'period':200000,'cpus':'0-1'},'pids':{'limit':7}}",
        "{'blockIO':{'throttleReadBpsDevice':[{'major':7,'minor':1,'rate':2000}]}}",
        "{'memory':{'swappiness':5,'reservation':1048576}}",
      })
  void changesWhatCrunChanges(String json, Bundle bundle, OciRuntime runtime) {
    SortedMap<String, String> reference;
    try (var subject = Subject.of(bundle, OciRuntime.crun())) {
      subject.update("-r", subject.file(json).toString()).succeeded();
      reference = subject.limits();
    }
    Cgroups.removeTree(bundle.cgroup());
    reference.remove(DEVICES);
    var limits = after(runtime, bundle, json);
    limits.keySet().removeAll(List.of(DEVICES, "exit", "stdout"));
    assertThat(limits).as(json).isEqualTo(reference);
  }

  private static SortedMap<String, String> after(OciRuntime runtime, Bundle bundle, String json) {
    try (var subject = Subject.of(bundle, runtime)) {
      var outcome = subject.updateFrom(json);
      var facts = subject.limits();
      facts.put("exit", Integer.toString(outcome.exit()));
      facts.put("stdout", outcome.stdout());
      return facts;
    }
  }

  @Test
  void readsAFileRelativeToTheCaller(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      var file = subject.file("{'pids':{'limit':8}}");
      subject
          .command("-r", String.valueOf(file.getFileName()))
          .in(bundle.directory())
          .run()
          .succeeded();
      assertThat(subject.limit("pids/pids.max")).isEqualTo("8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"})
  void readsAPipe(String name, Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      var line = String.join(" ", subject.command("-r", name).line());
      var script = "{ sleep 0.2; echo '{\"pids\":{\"limit\":8}}'; } | " + line;
      new org.jrunc.conformance.support.Command(List.of("sh", "-c", script)).run().succeeded();
      assertThat(subject.limit("pids/pids.max")).isEqualTo("8");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'memory':{'limit':null},'pids':{'limit':8}}",
        "{'memory':null,'cpu':null,'blockIO':null,'devices':null,'pids':{'limit':8}}"
      })
  void takesNullForAbsent(String json, Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      subject.updateFrom(json).succeeded();
      assertThat(subject.limit("pids/pids.max")).isEqualTo("8");
      assertThat(subject.limit("memory/memory.limit_in_bytes")).isEqualTo("67108864");
    }
  }

  @Test
  void aDocumentOverrulesFlags(Bundle bundle, OciRuntime runtime) {
    for (var each : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = Subject.of(bundle, each)) {
        var file = subject.file("{'pids':{'limit':8}}").toString();
        subject.update("--pids-limit", "9", "--cpu-share", "300", "-r", file).succeeded();
        assertThat(subject.limit("pids/pids.max")).isEqualTo("8");
        assertThat(subject.limit("cpu/cpu.shares")).isEqualTo("500");
      }
    }
  }

  @Test
  void addsLimitsOfDevicesAndReplacesThoseOfTheSame(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      subject
          .updateFrom(
              "{'blockIO':{'throttleReadBpsDevice':[{'major':7,'minor':1,'rate':2000}],"
                  + "'throttleWriteIOPSDevice':[{'major':7,'minor':0,'rate':10}]}}")
          .succeeded();
      subject
          .updateFrom(
              "{'blockIO':{'throttleReadBpsDevice':[{'major':7,'minor':0,'rate':3000},"
                  + "{'major':7,'minor':1,'rate':0}]}}")
          .succeeded();
      assertThat(subject.limit("blkio/blkio.throttle.read_bps_device")).isEqualTo("7:0 3000");
      assertThat(subject.limit("blkio/blkio.throttle.write_iops_device")).isEqualTo("7:0 10");
    }
  }

  /** The installed runc changes none of these. */
  @Test
  void changesAllLimitsThatThereAre(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      subject
          .updateFrom("{'memory':{'swappiness':5,'disableOOMKiller':true},'cpu':{'burst':1000}}")
          .succeeded();
      assertThat(subject.limit("memory/memory.swappiness")).isEqualTo("5");
      assertThat(subject.limit("memory/memory.oom_control")).contains("oom_kill_disable 1");
      assertThat(subject.limit("cpu/cpu.cfs_burst_us")).isEqualTo("1000");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'memory':{'limit':33554432,'swap':33554432},'cpu':{'idle':1},"
            + "'blockIO':{'throttleReadBpsDevice':[{'major':7,'minor':0,'rate':5},"
            + "{'major':7,'minor':1,'rate':5},{'major':999,'minor':0,'rate':5}]}}",
        "{'memory':{'limit':268435456,'swap':536870912,'reservation':1048576,'swappiness':3,"
            + "'disableOOMKiller':true},'cpu':{'shares':40,'quota':7000,'period':30000,"
            + "'burst':500,'cpus':'0-1'},'pids':{'limit':2},'network':{'classID':5}}",
        "{'memory':{'limit':-1},'cpu':{'idle':1},'pids':{'limit':4194305}}",
        "{'cpu':{'cpus':'0-1','mems':'5'}}",
      })
  void aFailureInTheMiddleLeavesEverythingAsItWas(String json, Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      var before = subject.limits();
      var outcome = subject.updateFrom(json);
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.stderr().lines()).as(outcome.toString()).hasSize(1);
      assertThat(subject.limits()).isEqualTo(before);
      // Nor is any of it remembered.
      subject.update("--pids-limit", "20").succeeded();
      assertThat(subject.limits()).isEqualTo(before);
    }
  }

  /** With cgroup v1 the kernel checks always, so that it makes no difference. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  @Covers("/linux/resources/memory/checkBeforeUpdate")
  void aLimitBelowWhatIsUsedEndsNoProcess(String check, Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      subject.container().start().succeeded();
      var outcome =
          subject.updateFrom("{'memory':{'limit':4096,'checkBeforeUpdate':" + check + "}}");
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(subject.limit("memory/memory.limit_in_bytes")).isEqualTo("67108864");
      assertThat(subject.container().status()).isEqualTo("running");
    }
  }

  @Test
  void aRefusalNamesTheLimitAndNotConfigJson(Bundle bundle, OciRuntime runtime) {
    try (var subject = Subject.of(bundle, runtime)) {
      // Refused by the kernel, and before it is asked.
      var late = subject.update("--pids-limit", "4194305");
      var early = subject.update("--cpu-quota", "10");
      for (var outcome : List.of(late, early)) {
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      }
      if (runtime.isOurs()) {
        assertThat(late.stderr())
            .contains("EINVAL (invalid argument) (from /pids/limit of the new");
        assertThat(early.stderr()).contains("(from /cpu/quota of the new limits)");
      }
    }
  }

  @Test
  void whatItChangedOutlivesTheCommand(Bundle bundle, OciRuntime runtime) {
    for (var each : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = Subject.of(bundle, each)) {
        subject.update("--memory", "256M", "--memory-swap", "512M").succeeded();
        // The second is checked against the first.
        assertThat(subject.update("--memory-swap", "128M").exit()).isEqualTo(1);
        subject.update("--memory-swap", "300M").succeeded();
        assertThat(subject.limit("memory/memory.memsw.limit_in_bytes")).isEqualTo("314572800");
        subject.container().start().succeeded();
        subject.update("--memory", "128M").succeeded();
        assertThat(subject.limit("memory/memory.limit_in_bytes")).isEqualTo("134217728");
        assertThat(subject.limit("memory/memory.memsw.limit_in_bytes")).isEqualTo("314572800");
        assertThat(subject.container().status()).isEqualTo("running");
      }
    }
  }

  @Test
  void aStoppedContainerHasNoLimits(Bundle bundle, OciRuntime runtime) {
    for (var each : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = Subject.of(bundle, each)) {
        subject.container().kill("KILL").succeeded();
        subject.container().awaitEnd(subject.pid());
        Container.await("stopped", () -> subject.container().status().equals("stopped"));
        var outcome = subject.update("--pids-limit", "5");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.stderr()).contains("msg=\"container not running\"");
      }
      assertThat(each.command("update", "--pids-limit", "x", "nosuch").run().stderr())
          .contains("parse error");
      assertThat(each.command("update", "--cpu-share", "x", "nosuch").run().stderr())
          .contains("msg=\"container does not exist\"");
      assertThat(each.command("update", "-r", "/nosuch", "nosuch").run().stderr())
          .contains("msg=\"container does not exist\"");
    }
  }

  @Test
  void aPausedContainerStaysPaused(Bundle bundle, OciRuntime runtime) {
    for (var each : List.of(OciRuntime.runc(), runtime)) {
      try (var subject = Subject.of(bundle, each)) {
        subject.container().start().succeeded();
        each.command("pause", subject.container().id()).run().succeeded();
        subject.update("--pids-limit", "5", "--memory", "32M").succeeded();
        assertThat(subject.limit("pids/pids.max")).isEqualTo("5");
        assertThat(subject.limit("freezer/freezer.state")).isEqualTo("FROZEN");
        assertThat(subject.container().status()).isEqualTo("paused");
        each.command("resume", subject.container().id()).run().succeeded();
      }
    }
  }
}
