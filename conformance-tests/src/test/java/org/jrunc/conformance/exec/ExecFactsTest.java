package org.jrunc.conformance.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a process which joins a container can see, beside what it sees under runc. */
@BundleTest
class ExecFactsTest {

  /**
   * A way to run a command in some container.
   *
   * @param options of exec
   * @param process the content of a process file but for its arguments; empty for none
   */
  record Way(String name, Consumer<Bundle> change, List<String> options, String process) {
    static Way options(String name, String... options) {
      return new Way(name, bundle -> {}, List.of(options), "");
    }

    static Way config(String name, Consumer<Bundle> change, String... options) {
      return new Way(name, change, List.of(options), "");
    }

    static Way file(String name, Consumer<Bundle> change, String process) {
      return new Way(name, change, List.of(), process);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Way> ways() {
    return Stream.of(
        Way.options("as the container is"),
        Way.options("a user", "--user", "1000"),
        Way.options("user and group", "-u", "1000:1001"),
        Way.options("more groups", "-g", "5", "-g", "6"),
        Way.options("a directory", "--cwd", "/dev"),
        Way.options("variables", "-e", "A=1", "-e", "A=2", "-e", "TERM=", "-e", "B=a=b"),
        Way.options("a home", "-e", "HOME=/x"),
        Way.options("a capability", "--cap", "CAP_NET_RAW", "--cap", "CAP_CHOWN"),
        Way.options("privileges", "--no-new-privs=false"),
        Way.options("no privileges", "--no-new-privs"),
        Way.config("inheritable capabilities", ExecFactsTest::inheritable, "--cap", "CAP_NET_RAW"),
        Way.config("no capabilities", b -> process(b, "{}").remove("capabilities"), "-u", "7:8"),
        Way.config(
            "the user of the container",
            b -> process(b, "{'user':{'uid':7,'gid':8,'additionalGids':[9],'umask':63}}")),
        Way.config(
            "another group than its own",
            b -> process(b, "{'user':{'uid':7,'gid':8,'additionalGids':[9]}}"),
            "-u",
            "5"),
        Way.config("limits", ExecFactsTest::limits),
        Way.config("an oom score", b -> process(b, "{'oomScoreAdj':500}")),
        Way.config("a profile", ExecFactsTest::seccomp),
        Way.config("a profile and privileges", ExecFactsTest::seccomp, "--no-new-privs=false"),
        Way.config("a user namespace", b -> b.userNamespace(100_000)),
        Way.config(
            "another user in a user namespace",
            b -> b.userNamespace(100_000),
            "-u",
            "5:6",
            "-g",
            "7"),
        Way.config(
            "the pid namespace of the host", b -> b.namespaces("mount", "uts", "ipc", "network")),
        Way.config("a mount namespace alone", ExecFactsTest::mountsOnly),
        Way.config(
            "a cgroup namespace",
            b ->
                b.edit(
                    c ->
                        c.withObject("/linux")
                            .withArray("namespaces")
                            .addObject()
                            .put("type", "cgroup"))),
        Way.config(
            "a root that can be written",
            b -> b.edit(c -> c.withObject("/root").put("readonly", false))),
        Way.file("a file", b -> {}, "{'cwd':'/'}"),
        Way.file(
            "a full file",
            b -> {},
            "{'cwd':'/dev','user':{'uid':3,'gid':4,'additionalGids':[5]},'env':['A=1'],'noNewPrivileges':false,'rlimits':[{'type':'RLIMIT_NOFILE','soft':77,'hard':78}],'capabilities':{'bounding':['CAP_CHOWN'],'effective':['CAP_CHOWN'],'permitted':['CAP_CHOWN']}}"),
        Way.file(
            "a file where the container has more",
            ExecFactsTest::limits,
            "{'cwd':'/','user':{'uid':3,'gid':4}}"),
        Way.file(
            "a file in a container with an oom score",
            b -> process(b, "{'oomScoreAdj':500}"),
            "{'cwd':'/'}"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isAsUnderRunc(Way way, Bundle bundle, OciRuntime runtime) throws IOException {
    way.change().accept(bundle);
    var options = new ArrayList<>(way.options());
    if (!way.process().isEmpty()) {
      var process = ((tools.jackson.databind.node.ObjectNode) json(way.process()));
      Bundle.strings(process.putArray("args"), "/probe", "facts");
      var file = bundle.directory().resolve("process.json");
      options.addAll(List.of("--process", Files.writeString(file, process.toString()).toString()));
    }
    var facts = facts(runtime, bundle, options);
    for (var reference : OciRuntime.runcs()) {
      // What is mounted is the container's, and compared where containers are.
      var differences =
          facts.differencesFrom(facts(reference, bundle, options)).stream()
              .filter(difference -> !difference.fact().matches("(mount|device):.*"))
              .toList();
      var scenario = "exec with " + way + ", beside " + reference;
      assertThat(KnownDifferences.unexplained(runtime, scenario, differences)).isEmpty();
    }
  }

  private static Facts facts(OciRuntime runtime, Bundle bundle, List<String> options)
      throws IOException {
    try (var target = Target.of(runtime, bundle)) {
      return target.facts(options);
    }
  }

  private static tools.jackson.databind.node.ObjectNode process(Bundle bundle, String fields) {
    var process = bundle.config().withObject("/process");
    json(fields).properties().forEach(field -> process.set(field.getKey(), field.getValue()));
    bundle.write();
    return process;
  }

  private static void mountsOnly(Bundle bundle) {
    bundle.namespaces("mount").edit(c -> c.remove("hostname"));
  }

  private static void inheritable(Bundle bundle) {
    process(bundle, "{'noNewPrivileges':false}")
        .set(
            "capabilities",
            json(
                "{'bounding':['CAP_KILL'],'effective':['CAP_KILL'],'permitted':['CAP_KILL'],'inheritable':['CAP_KILL'],'ambient':['CAP_KILL']}"));
    bundle.write();
  }

  private static void limits(Bundle bundle) {
    process(
        bundle,
        "{'rlimits':[{'type':'RLIMIT_NOFILE','soft':100,'hard':200},{'type':'RLIMIT_CORE','soft':1,'hard':2}]}");
  }

  private static void seccomp(Bundle bundle) {
    bundle.edit(
        c ->
            c.withObject("/linux")
                .set(
                    "seccomp",
                    json(
                        "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':['mkdirat'],'action':'SCMP_ACT_ERRNO','errnoRet':5}]}")));
  }
}
