package org.jrunc.conformance.seccomp;

import static org.jrunc.conformance.support.Bundle.json;

import java.io.IOException;
import java.nio.file.Files;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles that are older than the calls that a runtime would like to make. */
@BundleTest
class OldCallsTest {
  private static final String NEWER =
      "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':[{'names':["
          + "'close_range','faccessat2','fsconfig','fsmount','fsopen','fspick','mount_setattr',"
          + "'move_mount','openat2','open_tree','pidfd_open','clone3'],"
          + "'action':'SCMP_ACT_ERRNO','errnoRet':NUMBER}]}";

  /** Without no_new_privs the filter comes before the user is changed and the program found. */
  @ParameterizedTest
  @CsvSource({"/probe, 38", "probe, 38", "/probe, 1", "probe, 1"})
  void theProgramStartsThoughTheFilterKnowsNoNewCall(
      String program, int errno, Bundle bundle, OciRuntime runtime) {
    bundle.args(program, "true");
    bundle.edit(
        c -> {
          c.withObject("/process").put("noNewPrivileges", false);
          c.withObject("/process").set("env", json("['PATH=/missing:/']"));
          c.withObject("/linux")
              .set("seccomp", json(NEWER.replace("NUMBER", Integer.toString(errno))));
        });
    bundle.container(runtime).run().succeeded();
  }

  /** What may not be executed is passed over, whatever the filter says to who asks for that. */
  @ParameterizedTest
  @ValueSource(ints = {38, 1})
  void theSearchPassesOverWhatIsNoProgram(int errno, Bundle bundle, OciRuntime runtime)
      throws IOException {
    Files.writeString(Files.createDirectory(bundle.root().resolve("a")).resolve("probe"), "text");
    bundle.args("probe", "true");
    bundle.edit(
        c -> {
          c.withObject("/process").put("noNewPrivileges", false);
          c.withObject("/process").set("env", json("['PATH=/a:/']"));
          c.withObject("/linux")
              .set("seccomp", json(NEWER.replace("NUMBER", Integer.toString(errno))));
        });
    for (var each : runtime.besideRuncs()) {
      bundle.container(each).run().succeeded();
    }
  }
}
