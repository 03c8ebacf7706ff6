package org.jrunc.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.jrunc.core.linux.Kernel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KernelLivenessTest {
  private final Kernel kernel = Kernel.real();

  @TempDir Path root;

  private StateRecord ofThisProcess() {
    var start = kernel.processStat(kernel.pid()).orElseThrow().startTime();
    return Records.creating("c1").withProcess(kernel.pid(), start).withStage(Stage.CREATED);
  }

  @Test
  void aProcessIsItsPidAndItsStartTime() {
    var liveness = new KernelLiveness(kernel, new StateStore(kernel, root));
    var record = ofThisProcess();
    assertThat(liveness.isAlive(record)).isTrue();
    assertThat(liveness.isAlive(record.withProcess(record.pid(), record.startTime() + 1)))
        .isFalse();
    assertThat(liveness.isAlive(record.withProcess(0, 0))).isFalse();
  }

  @Test
  @Timeout(30)
  void aZombieIsNotAlive() throws Exception {
    var liveness = new KernelLiveness(kernel, new StateStore(kernel, root));
    var child = new ProcessBuilder("/bin/sh", "-c", "sleep 0 & exec sleep 5").start();
    try {
      var zombie = awaitZombie(child);
      assertThat(liveness.isAlive(ofThisProcess().withProcess(zombie, startTime(zombie))))
          .isFalse();
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private int awaitZombie(Process parent) throws InterruptedException {
    while (true) {
      var zombie =
          parent
              .children()
              .map(child -> (int) child.pid())
              .filter(pid -> kernel.processStat(pid).map(stat -> stat.state() == 'Z').orElse(false))
              .findFirst();
      if (zombie.isPresent()) {
        return zombie.get();
      }
      Thread.sleep(5);
    }
  }

  private long startTime(int pid) {
    return kernel.processStat(pid).orElseThrow().startTime();
  }

  @Test
  void aFifoIsThereUntilTheStart() {
    var store = new StateStore(kernel, root);
    var liveness = new KernelLiveness(kernel, store);
    try (var lock = store.create(new ContainerId("c1"))) {
      assertThat(liveness.awaitsStart(ofThisProcess())).isFalse();
      kernel.makeFifo(store.fifo(lock.id()), 0622);
      assertThat(liveness.awaitsStart(ofThisProcess())).isTrue();
      store.remove(lock);
    }
  }

  @Test
  void aCgroupThatIsGoneIsNotFrozen() {
    var liveness = new KernelLiveness(kernel, new StateStore(kernel, root));
    assertThat(liveness.isFrozen(ofThisProcess())).isFalse();
  }
}
