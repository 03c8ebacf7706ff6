package org.jrunc.conformance.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mounts add} and {@code mounts remove}, which of the references only newer cruns have. */
@BundleTest
class LiveMountTest {
  private static final int FIRST_ID = 100_000;

  /** A container that runs, and what the host sees of its mounts. */
  private record Subject(Bundle bundle, Container container, long pid) implements AutoCloseable {
    static Subject of(Bundle bundle, OciRuntime runtime) {
      Requires.ours(runtime);
      bundle
          .args("/probe", "wait")
          .edit(config -> config.withObject("/root").put("readonly", false));
      var container = bundle.container(runtime);
      container.create().succeeded();
      container.start().succeeded();
      return new Subject(bundle, container, container.pid());
    }

    Outcome mounts(String action, String json) {
      try {
        var file = bundle.directory().resolve("mounts.json");
        Files.writeString(file, json.replace('\'', '"').replace("SOURCE", source().toString()));
        return container.runtime().command("mounts", action, container.id(), file.toString()).run();
      } catch (IOException failure) {
        throw new java.io.UncheckedIOException(failure);
      }
    }

    Path source() {
      return bundle.directory().resolve("source");
    }

    /** The lines of its mountinfo for targets below {@code /m}, from the target on. */
    List<String> mountsBelow() {
      try {
        return Files.readAllLines(Path.of("/proc/" + pid + "/mountinfo")).stream()
            .map(line -> line.substring(line.indexOf(' ', line.indexOf(" /") + 1) + 1))
            .filter(line -> line.startsWith("/m/"))
            .sorted()
            .toList();
      } catch (IOException failure) {
        throw new java.io.UncheckedIOException(failure);
      }
    }

    /** A path as a process of the container sees it. */
    Path inside(String path) {
      return Path.of("/proc/" + pid + "/root" + path);
    }

    @Override
    public void close() {
      container.close();
    }
  }

  private static Bundle withSource(Bundle bundle) throws IOException {
    Files.writeString(bundle.newDirectory("source").resolve("file"), "text");
    Files.createDirectories(bundle.directory().resolve("source/sub"));
    return bundle;
  }

  private static Bundle inUserNamespace(Bundle bundle) {
    return bundle.userNamespace(FIRST_ID);
  }

  private static void addsAndRemoves(Bundle bundle, OciRuntime runtime) throws IOException {
    try (var subject = Subject.of(withSource(bundle), runtime)) {
      var mounts =
          """
          [{'destination':'/m/bind','source':'SOURCE','options':['rbind','ro','nosuid','noexec']},
           {'destination':'/m/relative','source':'source/file','options':['bind']},
           {'destination':'/m/tmp','type':'tmpfs','source':'tmpfs','options':['size=64k','ro']},
           {'destination':'m/bind/sub','type':'tmpfs','source':'tmpfs'}]
          """;
      subject.mounts("add", mounts).succeeded();
      assertThat(subject.mountsBelow())
          .hasSize(4)
          .anyMatch(line -> line.startsWith("/m/bind ro,nosuid,noexec"))
          .anyMatch(line -> line.startsWith("/m/bind/sub rw"))
          .anyMatch(line -> line.startsWith("/m/relative rw"))
          .anyMatch(line -> line.matches("/m/tmp ro.* - tmpfs tmpfs .*size=64k.*"));
      assertThat(subject.inside("/m/bind/file")).hasContent("text");
      assertThat(subject.inside("/m/relative")).hasContent("text");
      // What is mounted in the container does not come back to the host.
      assertThat(Files.readString(Path.of("/proc/self/mountinfo")))
          .doesNotContain(subject.source().resolve("sub").toString());
      subject
          .mounts(
              "remove",
              "{'mounts':[{'destination':'/m/bind/sub'},{'destination':'/m/bind'},"
                  + "{'destination':'/m/tmp'},{'destination':'/m/relative'}]}")
          .succeeded();
      assertThat(subject.mountsBelow()).isEmpty();
      assertThat(subject.inside("/m/bind")).isEmptyDirectory();
      assertThat(subject.container().status()).isEqualTo("running");
    }
  }

  @Test
  void areAddedAndRemoved(Bundle bundle, OciRuntime runtime) throws IOException {
    addsAndRemoves(bundle, runtime);
  }

  @Test
  void areAddedAndRemovedInAUserNamespace(Bundle bundle, OciRuntime runtime) throws IOException {
    addsAndRemoves(inUserNamespace(bundle), runtime);
  }

  @Test
  void stayWithinAPeerGroupOfTheHost(Bundle bundle, OciRuntime runtime) throws IOException {
    withSource(bundle);
    try (var host = HostMount.tree(bundle.newDirectory("shared"), "nosuid");
        var subject = Subject.of(bundle, runtime)) {
      assertThat(host).isNotNull();
      subject
          .mounts("add", "[{'destination':'/m/s','source':'shared','options':['rbind']}]")
          .succeeded();
      var before = Files.readString(Path.of("/proc/self/mountinfo"));
      subject
          .mounts("add", "[{'destination':'/m/s/sub','type':'tmpfs','source':'inner'}]")
          .succeeded();
      assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).isEqualTo(before);
      assertThat(subject.mountsBelow()).anyMatch(line -> line.endsWith(" - tmpfs inner rw"));
    }
  }

  /** The kernel takes no flag back that is locked: mount_namespaces(7). */
  @Test
  void keepWhatTheHostForbidsInAUserNamespace(Bundle bundle, OciRuntime runtime)
      throws IOException {
    withSource(bundle);
    try (var host = HostMount.bind(bundle.newDirectory("source"), bundle.newDirectory("ro"), "ro");
        var subject = Subject.of(inUserNamespace(bundle), runtime)) {
      assertThat(host).isNotNull();
      subject
          .mounts("add", "[{'destination':'/m/r','source':'ro','options':['bind']}]")
          .succeeded();
      assertThat(subject.mountsBelow()).singleElement().asString().startsWith("/m/r ro");
      var outcome =
          subject.mounts("add", "[{'destination':'/m/r','options':['remount','bind','rw']}]");
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("EPERM");
      assertThat(subject.mountsBelow()).singleElement().asString().startsWith("/m/r ro");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'destination':'/m/x','source':'/no/such','options':['bind']} | /no/such",
        "{'destination':'/m/x','type':'nosuchfs'} | fsopen(\\\"nosuchfs\\\"",
        "{'destination':'/m/file/x','type':'tmpfs'} | ENOTDIR",
        "{'destination':'/m/x','type':'tmpfs','options':['size=many']} | fsconfig(",
        "{'destination':'/dev','type':'tmpfs','options':['tmpcopyup']} | it is a device (from",
        "{'destination':'/m/x','type':'proc'} | a mount of type `proc` cannot be added",
        "{'destination':'/m/x','type':'cgroup'} | a mount of type `cgroup` cannot be added",
        "{'destination':'/','type':'tmpfs'} | mountpoint \\\"/\\\" is on the top of rootfs",
        "{'destination':'/proc/sys','type':'tmpfs'} | cannot be mounted because it is inside /proc",
        "{'destination':'/m/x'} | has neither a type nor `bind`",
        "{'destination':'','type':'tmpfs'} | /mounts/3",
        "{'destination':7} | cannot read `/mounts/3/destination`",
        "{ | cannot read the document",
      })
  void leaveNothingIfOneCannotBeAdded(
      String mount, String complaint, Bundle bundle, OciRuntime runtime) throws IOException {
    try (var subject = Subject.of(withSource(bundle), runtime)) {
      var outcome =
          subject.mounts(
              "add",
              "[{'destination':'/m/one','source':'SOURCE','options':['bind']},"
                  + "{'destination':'/m/one/sub','type':'tmpfs'},"
                  + "{'destination':'/m/file','source':'source/file','options':['bind']},"
                  + mount
                  + "]");
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.stderr().lines()).as(outcome.toString()).hasSize(1);
      assertThat(outcome.stderr()).contains(complaint);
      assertThat(subject.mountsBelow()).isEmpty();
      assertThat(subject.container().status()).isEqualTo("running");
    }
  }

  @Test
  void followLinksNoFurtherThanTheRoot(Bundle bundle, OciRuntime runtime) throws IOException {
    var outside = bundle.newDirectory("outside");
    bundle.rootLink("absolute", outside.toString()).rootLink("up", "../../../../../../up-there");
    try (var subject = Subject.of(withSource(bundle), runtime)) {
      var mounts =
          "[{'destination':'/absolute/x','source':'SOURCE','options':['bind']},"
              + "{'destination':'/up','type':'tmpfs'}]";
      var outcome = subject.mounts("add", mounts);
      assertThat(outside).isEmptyDirectory();
      assertThat(Files.exists(Path.of("/up-there"), LinkOption.NOFOLLOW_LINKS)).isFalse();
      // A target that is a link to nothing is not made, as by create.
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(subject.mountsBelow()).isEmpty();
    }
  }

  @Test
  void areRemovedInTheirOrderUpToTheFirstThatIsNone(Bundle bundle, OciRuntime runtime)
      throws IOException {
    try (var subject = Subject.of(withSource(bundle), runtime)) {
      subject
          .mounts(
              "add",
              "[{'destination':'/m/a','type':'tmpfs'},{'destination':'/m/b','type':'tmpfs'}]")
          .succeeded();
      var outcome =
          subject.mounts(
              "remove",
              "[{'destination':'/m/a'},{'destination':'/m/none'},{'destination':'/m/b'}]");
      assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
      assertThat(outcome.stderr()).contains("cannot unmount `/m/none`").contains("/mounts/1");
      assertThat(subject.mountsBelow()).singleElement().asString().startsWith("/m/b");
      assertThat(subject.mounts("remove", "[{'destination':'/m/../'}]").stderr())
          .contains("the root cannot be unmounted");
      assertThat(subject.mounts("remove", "[{'destination':'/m'}]").stderr()).contains("EINVAL");
    }
  }

  @Test
  void canBeOfAnySortThatCreateKnows(Bundle bundle, OciRuntime runtime) throws IOException {
    withSource(bundle).rootFile("m/up/kept", "kept");
    try (var subject = Subject.of(bundle, runtime)) {
      subject
          .mounts(
              "add",
              "[{'destination':'/m/up','type':'tmpfs','options':['tmpcopyup']},"
                  + "{'destination':'/m/q','type':'mqueue'},"
                  + "{'destination':'/m/sys','type':'sysfs','options':['ro']},"
                  + "{'destination':'/m/id','source':'SOURCE','options':['bind'],"
                  + "'uidMappings':[{'containerID':0,'hostID':5000,'size':10}],"
                  + "'gidMappings':[{'containerID':0,'hostID':6000,'size':10}]}]")
          .succeeded();
      assertThat(subject.inside("/m/up/kept")).hasContent("kept");
      assertThat(Files.getAttribute(subject.inside("/m/id/file"), "unix:uid")).isEqualTo(5000);
      assertThat(Files.getAttribute(subject.inside("/m/id/file"), "unix:gid")).isEqualTo(6000);
      assertThat(subject.mountsBelow()).hasSize(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"created", "running", "paused", "stopped", "missing"})
  void needAContainerWithAProcess(String state, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    withSource(bundle).args("/probe", "wait");
    Function<Container, Outcome> add =
        container -> {
          var mounts = bundle.directory().resolve("mounts.json").toString();
          return runtime.command("mounts", "add", container.id(), mounts).run();
        };
    Files.writeString(
        bundle.directory().resolve("mounts.json"),
        "[{\"destination\":\"/dev/m\",\"type\":\"tmpfs\"}]");
    try (var container = bundle.container(runtime)) {
      if (state.equals("missing")) {
        assertThat(add.apply(container).stderr()).contains("container does not exist");
        return;
      }
      container.create().succeeded();
      var pid = container.pid();
      if (!state.equals("created")) {
        container.start().succeeded();
      }
      if (state.equals("paused")) {
        runtime.command("pause", container.id()).run().succeeded();
      }
      if (state.equals("stopped")) {
        container.kill("KILL").succeeded();
        container.awaitEnd(pid);
        assertThat(add.apply(container).stderr()).contains("container not running");
        return;
      }
      add.apply(container).succeeded();
      assertThat(container.status()).isEqualTo(state);
      assertThat(Files.readString(Path.of("/proc/" + pid + "/mountinfo"))).contains(" /dev/m ");
      if (state.equals("paused")) {
        runtime.command("resume", container.id()).run().succeeded();
      }
    }
  }

  /** The second one takes its time, by ptrace(2), in which the client is killed. */
  @ParameterizedTest
  @CsvSource({"tmpfs,2", "no-such-filesystem,0"})
  void addsAllMountsOrNoneWhenTheClientIsKilled(
      String second, int left, Bundle bundle, OciRuntime runtime) throws IOException {
    withSource(bundle);
    try (var subject = Subject.of(bundle, runtime)) {
      var mounts = bundle.directory().resolve("mounts.json");
      var json =
          "[{'destination':'/m/one','source':'SOURCE','options':['bind']},"
              + "{'destination':'/m/two','type':'TYPE','source':'x'}]";
      Files.writeString(
          mounts,
          json.replace('\'', '"')
              .replace("SOURCE", subject.source().toString())
              .replace("TYPE", second));
      var line =
          new ArrayList<>(
              List.of("strace", "-f", "-o", "/dev/null", "-e", "trace=fsopen,fspick", "-e"));
      line.add("inject=fsopen:delay_enter=1500000");
      var command = runtime.command("mounts", "add", bundle.id(), mounts.toString());
      line.addAll(command.line());
      var adding = new Command(line).start();
      Container.await("the first mount", () -> subject.mountsBelow().size() == 1);
      ProcessHandle.of(adding.process().pid())
          .orElseThrow()
          .children()
          .forEach(ProcessHandle::destroyForcibly);
      Container.await("the outcome", () -> !adding.process().isAlive());
      Container.await("all or none", () -> subject.mountsBelow().size() == left);
    }
  }
}
