package org.jrunc.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StatusTest {
  private static final StateRecord CREATING = Records.creating("c1");
  private static final StateRecord CREATED = CREATING.withProcess(7, 100).withStage(Stage.CREATED);

  record Kernel(boolean alive, boolean frozen, boolean waiting) implements Liveness {
    @Override
    public boolean isAlive(StateRecord record) {
      return alive;
    }

    @Override
    public boolean isFrozen(StateRecord record) {
      return frozen;
    }

    @Override
    public boolean awaitsStart(StateRecord record) {
      return waiting;
    }
  }

  @Test
  void isCreatedWhileTheProcessWaitsAtItsFifo() {
    assertThat(Status.of(CREATED, new Kernel(true, false, true))).isEqualTo(Status.CREATED);
  }

  @Test
  void isRunningOnceTheFifoIsGone() {
    assertThat(Status.of(CREATED, new Kernel(true, false, false))).isEqualTo(Status.RUNNING);
  }

  @Test
  void isPausedWhileTheCgroupIsFrozen() {
    assertThat(Status.of(CREATED, new Kernel(true, true, false))).isEqualTo(Status.PAUSED);
    assertThat(Status.of(CREATED, new Kernel(true, true, true))).isEqualTo(Status.PAUSED);
  }

  @Test
  void isStoppedWhenTheProcessIsGoneWhateverElseIsLeft() {
    assertThat(Status.of(CREATED, new Kernel(false, true, true))).isEqualTo(Status.STOPPED);
  }

  @Test
  void isCreatingWhileItIsBeingMade() {
    assertThat(Status.of(CREATING, new Kernel(false, false, false))).isEqualTo(Status.CREATING);
    assertThat(Status.of(CREATING.withProcess(7, 1), new Kernel(true, false, true)))
        .isEqualTo(Status.CREATING);
  }

  @Test
  void isStoppedWhenItsMakerDiedBeforeItHadAProcess() {
    assertThat(Status.underLock(CREATING, new Kernel(false, false, false)))
        .isEqualTo(Status.STOPPED);
    assertThat(Status.underLock(CREATING.withProcess(7, 1), new Kernel(true, false, true)))
        .isEqualTo(Status.CREATING);
  }
}
