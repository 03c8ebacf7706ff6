package org.jrunc.core.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Kernel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateStoreTest {
  private static final ContainerId ID = new ContainerId("c1");

  @TempDir Path temporary;
  private StateStore store = new StateStore(Kernel.real(), Path.of("/"));

  @BeforeEach
  void open() {
    store = new StateStore(Kernel.real(), temporary.resolve("deep/root"));
  }

  @Test
  void readsBackWhatWasWritten() {
    var record = Records.creating("c1").withProcess(42, 4711).withStage(Stage.CREATED);
    try (var lock = store.create(ID)) {
      store.save(lock, record);
    }
    assertThat(store.load(ID)).isEqualTo(record);
    assertThat(store.list()).containsExactly(ID);
  }

  @Test
  void namesAllDirectoriesAndTellsWhichAreInTheMaking() throws IOException {
    try (var lock = store.create(ID)) {
      Files.createDirectory(store.root().resolve("not valid"));
      Files.createFile(store.root().resolve("file"));
      Files.createSymbolicLink(store.root().resolve("link"), Path.of("c1"));
      assertThat(store.names()).containsExactly("c1", "not valid");
      assertThat(store.list()).isEmpty();
      assertThat(store.isInTheMaking(ID)).isTrue();
      store.save(lock, Records.creating("c1"));
      assertThat(store.list()).containsExactly(ID);
    }
    assertThat(store.isInTheMaking(ID)).isFalse();
    assertThat(store.isInTheMaking(new ContainerId("gone"))).isTrue();
  }

  @Test
  void writesTimesLikeGo() {
    assertThat(Records.creating("c1").created()).isEqualTo("2026-01-02T03:04:05.06Z");
  }

  @Test
  void keepsTheConfigurationByteByByte() {
    var config = "{ \"ociVersion\" :\t\"1.3.0\" }\n".getBytes(UTF_8);
    try (var lock = store.create(ID)) {
      store.begin(lock, Records.creating("c1"), config);
    }
    assertThat(store.config(ID)).isEqualTo(config);
  }

  @Test
  void makesDirectoriesThatOthersMayEnterBelowARootThatTheyMayNot() throws IOException {
    store.create(ID).close();
    assertThat(mode(store.root())).isEqualTo("rwx------");
    assertThat(mode(store.directory(ID))).isEqualTo("rwx--x--x");
  }

  @Test
  void refusesAnIdThatIsTaken() {
    store.create(ID).close();
    assertThatThrownBy(() -> store.create(ID))
        .isInstanceOf(StateFailure.class)
        .hasMessage("container with given ID already exists");
  }

  @Test
  void saysThatAContainerDoesNotExist() {
    assertThatThrownBy(() -> store.load(ID)).hasMessage("container does not exist");
    assertThatThrownBy(() -> store.lock(ID)).hasMessage("container does not exist");
    assertThat(store.find(ID)).isEmpty();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithABrokenFile() throws IOException {
    store.create(ID).close();
    Files.writeString(store.directory(ID).resolve("state.json"), "{\"id\":");
    assertThatThrownBy(() -> store.load(ID))
        .isInstanceOf(StateFailure.class)
        .hasMessageStartingWith("cannot read `" + store.directory(ID) + "/state.json`: ");
  }

  @Test
  void removesWhateverIsInTheDirectory() throws IOException {
    var lock = store.create(ID);
    store.begin(lock, Records.creating("c1"), new byte[0]);
    store.save(lock, Records.creating("c1"));
    Files.createDirectories(lock.directory().resolve("notify/deeper"));
    Files.createSymbolicLink(lock.directory().resolve("link"), temporary);
    store.remove(lock);
    assertThat(store.root()).isEmptyDirectory();
    assertThat(temporary).exists();
  }

  @Test
  void aWriterThatDiesBeforeTheRenameLeavesTheOldState() throws IOException {
    var record = Records.creating("c1");
    try (var lock = store.create(ID)) {
      store.save(lock, record);
      Files.writeString(lock.directory().resolve("state.json.tmp"), "{\"id\":\"half");
      assertThat(store.load(ID)).isEqualTo(record);
      store.save(lock, record.withProcess(1, 2));
      assertThat(store.load(ID).pid()).isEqualTo(1);
    }
  }

  @Test
  void aLaterWriteMakesNoNewFile() throws IOException {
    var record = Records.creating("c1");
    try (var lock = store.create(ID)) {
      store.begin(lock, record, new byte[0]);
      store.save(lock, record.withProcess(1, 2));
      var before = inodes(lock);
      store.save(lock, record.withProcess(1, 2).withStage(Stage.CREATED));
      assertThat(inodes(lock)).isEqualTo(before);
      assertThat(store.load(ID).stage()).isEqualTo(Stage.CREATED);
    }
  }

  private static Set<Object> inodes(StateLock lock) throws IOException {
    var inodes = new HashSet<>();
    try (var files = Files.list(lock.directory())) {
      for (var file : files.toList()) {
        inodes.add(Files.getAttribute(file, "unix:ino"));
      }
    }
    return inodes;
  }

  @Test
  void takesALockOnlyIfNobodyHasIt() {
    assertThat(store.lockIfFree(ID)).isEmpty();
    var lock = store.create(ID);
    assertThat(store.lockIfFree(ID)).isEmpty();
    lock.close();
    try (var free = store.lockIfFree(ID).orElseThrow()) {
      assertThat(store.isInTheMaking(free.id())).isTrue();
    }
  }

  @Test
  void aFailedWriteLeavesNoTemporaryFile() {
    var failing = new StateStore(failingAt("exchange"), store.root());
    try (var lock = failing.create(ID)) {
      assertThatThrownBy(() -> failing.save(lock, Records.creating("c1")))
          .isInstanceOf(StateFailure.class)
          .hasMessageContaining("state.json`: input/output error");
      assertThat(lock.directory()).isEmptyDirectory();
    }
  }

  private static Kernel failingAt(String call) {
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(call)) {
                throw new SyscallFailure(call, call + "()", Errno.EIO.number());
              }
              try {
                return method.invoke(Kernel.real(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aWaiterFindsThatTheContainerIsGone() throws Exception {
    var lock = store.create(ID);
    try (var executor = Executors.newSingleThreadExecutor()) {
      var started = new CountDownLatch(1);
      var waiter =
          executor.submit(
              () -> {
                started.countDown();
                return store.lock(ID);
              });
      started.await();
      assertThatThrownBy(() -> waiter.get(50, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      store.remove(lock);
      assertThatThrownBy(waiter::get).hasRootCauseMessage("container does not exist");
    }
  }

  @Test
  void aWaiterDoesNotTakeTheLockOfASuccessor() throws Exception {
    var first = store.create(ID);
    try (var executor = Executors.newSingleThreadExecutor()) {
      var waiter = executor.submit(() -> store.lock(ID));
      Thread.sleep(50);
      // The directory is replaced while the waiter waits for the old one.
      Files.delete(first.directory());
      Files.createDirectory(first.directory());
      first.close();
      try (var lock = waiter.get(10, TimeUnit.SECONDS)) {
        store.save(lock, Records.creating("c1"));
        assertThat(store.find(ID)).isPresent();
      }
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
