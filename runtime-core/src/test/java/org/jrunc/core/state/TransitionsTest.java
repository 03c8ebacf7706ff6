package org.jrunc.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jrunc.core.failure.StateFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransitionsTest {
  private static final ContainerId ID = new ContainerId("c1");
  private static final String ALLOWED = "ok";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # command | creating | created | running | paused | stopped
          STATE     | ok | ok | ok | ok | ok
          START     | cannot start a container in the creating state | ok | cannot start an already running container | cannot start a container in the paused state | cannot start a container that has stopped
          KILL      | ok | ok | ok | ok | container not running
          DELETE    | cannot delete container c1 that is not stopped: creating | ok | cannot delete container c1 that is not stopped: running | cannot delete container c1 that is not stopped: paused | ok
          FORCE_DELETE | ok | ok | ok | ok | ok
          EXEC      | cannot exec in a creating container | ok | ok | cannot exec in a paused container (use --ignore-paused to override) | cannot exec in a stopped container
          EXEC_IGNORING_PAUSE | cannot exec in a creating container | ok | ok | ok | cannot exec in a stopped container
          PAUSE     | container not running | ok | ok | container not running | container not running
          RESUME    | container not paused | container not paused | container not paused | ok | container not paused
          PS        | ok | ok | ok | ok | ok
          EVENTS    | ok | ok | ok | ok | container with id c1 is not running
          UPDATE    | ok | ok | ok | ok | container not running
          MOUNTS    | container not running | ok | ok | ok | container not running
          CHECKPOINT | Container cannot be checkpointed in creating state | Container cannot be checkpointed in created state | ok | ok | Container cannot be checkpointed in stopped state
          """)
  void everyCommandInEveryStatus(
      Command command,
      String creating,
      String created,
      String running,
      String paused,
      String stopped) {
    expect(command, Status.CREATING, creating);
    expect(command, Status.CREATED, created);
    expect(command, Status.RUNNING, running);
    expect(command, Status.PAUSED, paused);
    expect(command, Status.STOPPED, stopped);
  }

  @org.junit.jupiter.api.Test
  void everyCommandIsInTheTable() {
    assertThat(Transitions.all()).containsOnlyKeys(Command.values());
  }

  private static void expect(Command command, Status status, String outcome) {
    assertThat(Transitions.allows(command, status)).isEqualTo(outcome.equals(ALLOWED));
    if (outcome.equals(ALLOWED)) {
      assertThatCode(() -> Transitions.require(command, ID, status)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> Transitions.require(command, ID, status))
          .isInstanceOf(StateFailure.class)
          .hasMessage(outcome);
    }
  }
}
