package org.jrunc.conformance.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The flags that a filter is installed with, as the kernel got them. runc 1.1 knows none. */
@BundleTest
class FlagsTest {
  /** An installation that succeeded: libseccomp also tries what the kernel knows. */
  private static final Pattern INSTALLED =
      Pattern.compile("seccomp\\(SECCOMP_SET_MODE_FILTER, (\\S+), .*\\) += 0");

  private static final Pattern WITHOUT_FLAGS =
      Pattern.compile("prctl\\(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, .*\\) += 0");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "['SECCOMP_FILTER_FLAG_LOG']",
        "['SECCOMP_FILTER_FLAG_SPEC_ALLOW']",
        "['SECCOMP_FILTER_FLAG_LOG','SECCOMP_FILTER_FLAG_SPEC_ALLOW']"
      })
  @Covers({
    "/linux/seccomp/flags",
    "/linux/seccomp/flags=SECCOMP_FILTER_FLAG_LOG",
    "/linux/seccomp/flags=SECCOMP_FILTER_FLAG_SPEC_ALLOW"
  })
  void theKernelGetsTheFlagsThatItGetsFromCrun(String flags, Bundle bundle, OciRuntime runtime)
      throws IOException {
    filter(bundle, flags);
    var wanted = new TreeSet<String>();
    Bundle.json(flags).forEach(flag -> wanted.add(flag.asString()));
    assertThat(installed(runtime, bundle))
        .isEqualTo(installed(OciRuntime.crun(), bundle))
        .isEqualTo(wanted);
    Cgroups.removeTree(Suite.cgroup() + "/" + bundle.id());
  }

  /** One thread installs the filter, so there is none to synchronise with. */
  @Test
  @Covers("/linux/seccomp/flags=SECCOMP_FILTER_FLAG_TSYNC")
  void synchronisingThreadsIsTakenAndLeftOutAsByRunc(Bundle bundle, OciRuntime runtime)
      throws IOException {
    Requires.ours(runtime);
    filter(bundle, "['SECCOMP_FILTER_FLAG_TSYNC','SECCOMP_FILTER_FLAG_LOG']");
    assertThat(installed(runtime, bundle)).containsExactly("SECCOMP_FILTER_FLAG_LOG");
  }

  private static void filter(Bundle bundle, String flags) {
    bundle.edit(
        c -> {
          var seccomp = c.withObject("/linux").putObject("seccomp");
          seccomp.put("defaultAction", "SCMP_ACT_ALLOW").set("flags", Bundle.json(flags));
          seccomp.set("syscalls", Bundle.json("[{'names':['mkdir'],'action':'SCMP_ACT_ERRNO'}]"));
        });
  }

  @Test
  void withoutFlagsMitigationsStayAsTheyAre(Bundle bundle, OciRuntime runtime) throws IOException {
    Requires.ours(runtime);
    bundle.edit(
        c -> c.withObject("/linux").putObject("seccomp").put("defaultAction", "SCMP_ACT_ALLOW"));
    assertThat(installed(runtime, bundle))
        .as("the default of runc since 1.2")
        .containsExactly("SECCOMP_FILTER_FLAG_SPEC_ALLOW");
  }

  private static Set<String> installed(OciRuntime runtime, Bundle bundle) throws IOException {
    var trace = Suite.newPath("strace");
    var line =
        new ArrayList<>(
            List.of("strace", "-f", "-e", "trace=seccomp,prctl", "-o", trace.toString()));
    bundle.freshRoot().args("/probe", "true");
    line.addAll(
        runtime.command("run", "--bundle", bundle.directory().toString(), bundle.id()).line());
    new Command(line).run().succeeded();
    var flags = new ArrayList<String>();
    for (var call : Files.readAllLines(trace)) {
      var made = INSTALLED.matcher(call);
      if (made.find()) {
        flags.add(made.group(1));
      } else if (WITHOUT_FLAGS.matcher(call).find()) {
        flags.add("0");
      }
    }
    assertThat(flags).as("filters").hasSize(1);
    var names = new TreeSet<>(List.of(flags.getFirst().split("\\|")));
    names.remove("0");
    return names;
  }
}
