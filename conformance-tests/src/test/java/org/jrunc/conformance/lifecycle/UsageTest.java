package org.jrunc.conformance.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines that are understood, or are not: the exit code and the error line of runc. */
@BundleTest
class UsageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--bogus",
        "-v x",
        "help",
        "help state",
        "state",
        "state a b",
        "state x",
        "state a/b",
        "state -h",
        "state --bogus x",
        "-- state x",
        "state -- x",
        "start",
        "start x",
        "kill",
        "kill a b c",
        "kill nope",
        "kill nope BOGUS",
        "kill nope -9",
        "kill -a nope",
        "kill --all=false nope 9",
        "kill -- nope KILL",
        "delete",
        "delete nope",
        "delete -f nope",
        "delete nope --force",
        "delete --force=false nope",
        "create",
        "create -b",
        "create --preserve-fds x y",
        "create --bundle=/nope x",
        "create -bundle /nope x",
        "create -b /etc/passwd x",
        "create -b /tmp x",
        "run -b /nope x",
        "run -db /nope x",
        "spec x",
        "spec -b /nope",
        "list x",
        "features x",
        "--log-format xml state x",
        "--log /nope/x state x",
        "--rootless=foo state x",
      })
  void answersWordForWordAsRunc(String line, OciRuntime runtime) {
    var reference = OciRuntime.runc().command(line.split(" ")).run();
    var outcome = runtime.command(line.split(" ")).run();
    assertThat(outcome.exit()).as("exit code of %s", outcome).isEqualTo(reference.exit());
    assertThat(errorLine(outcome)).as("error of %s", outcome).isEqualTo(errorLine(reference));
  }

  /** Newer versions of runc word these differently, or know more; jrunc follows them. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "foo, 3, No help topic for 'foo'",
        "create --pid-file, 1, flag needs an argument: --pid-file",
        "delete --force=maybe x, 1, invalid value \\\"maybe\\\" for flag -force: parse error",
        "--root / state x, 1, Option --root argument should not be set to /",
        "state --root /nope x, 1, container does not exist",
      })
  void answersAsRuncDoesSince14(String line, int exit, String message, OciRuntime runtime) {
    var outcome = runtime.command(line.split(" ")).run();
    if (runtime.isOurs()) {
      assertThat(outcome.exit()).as("exit code of %s", outcome).isEqualTo(exit);
      assertThat(outcome.stderr()).contains("msg=\"" + message + "\"");
    }
  }

  /** The error text without its time, and without the names of the programs. */
  private static String errorLine(Outcome outcome) {
    return outcome
        .stderr()
        .replaceAll("time=\"[^\"]*\"", "")
        .replaceAll("msg=\"\\S*/(jrunc|runc|crun):", "msg=\"runc:")
        .replace("jrunc ", "runc ");
  }
}
