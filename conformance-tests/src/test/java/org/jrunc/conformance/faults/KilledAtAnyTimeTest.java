package org.jrunc.conformance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process is killed at some moment of a command: moments are spread over the time that the
 * command takes.
 */
@BundleTest
class KilledAtAnyTimeTest {

  /** The command that is interrupted. */
  enum During {
    CREATE(Container::createCommand),
    START(Container::startCommand),
    DELETE(container -> container.deleteCommand("--force")),
    RUN(container -> container.runCommand("--detach"));

    private final Function<Container, Command> command;

    During(Function<Container, Command> command) {
      this.command = command;
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(During.values())
        .flatMap(
            during ->
                Stream.of(Victim.values())
                    .flatMap(
                        victim ->
                            IntStream.range(0, victim == Victim.ENGINE ? 4 : 10)
                                .mapToObj(
                                    i ->
                                        Arguments.of(
                                            during,
                                            victim,
                                            i * (victim == Victim.ENGINE ? 8 : 3)))));
  }

  @ParameterizedTest(name = "{0}: {1} after {2} ms")
  @MethodSource("cases")
  void leavesNothingThatDeleteByForceDoesNotRemove(
      During during, Victim victim, int delay, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var container = bundle.args("/probe", "trap").container(runtime);
    if (during == During.START || during == During.DELETE) {
      container.create().succeeded();
    }
    var running = during.command.apply(container).start();
    Container.pause(delay);
    victim.kill(runtime, bundle, running);
    running.await();
    var deleted = container.delete("--force");
    assertThat(deleted.exit())
        .as("%s by force: %s", during.name().toLowerCase(Locale.ROOT), deleted)
        .isZero();
    assertThat(container.status()).isEqualTo("missing");
  }
}
