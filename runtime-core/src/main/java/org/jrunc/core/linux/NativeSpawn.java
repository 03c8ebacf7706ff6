package org.jrunc.core.linux;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.PosixSpawn;

/**
 * Starts a child without forking a process that has many threads: posix_spawn(3). The child has
 * default dispositions, an empty signal mask, and no descriptor beyond those it is given.
 */
final class NativeSpawn implements AutoCloseable {
  private static final short SET_DEFAULT_SIGNALS = 0x04;
  private static final short SET_SIGNAL_MASK = 0x08;
  private final Kernel kernel;
  private final SpawnCommand command;
  private final List<Fd> temporary = new ArrayList<>();
  private final Block actions = Block.of(PosixSpawn.ACTIONS_SIZE);
  private final Block attributes = Block.of(PosixSpawn.ATTRIBUTES_SIZE);

  NativeSpawn(Kernel kernel, SpawnCommand command) {
    this.kernel = kernel;
    this.command = command;
    check(PosixSpawn.posix_spawn_file_actions_init(actions.pointer()));
    check(PosixSpawn.posix_spawnattr_init(attributes.pointer()));
  }

  int start() {
    arrangeDescriptors();
    resetSignals();
    command
        .directory()
        .ifPresent(
            path ->
                check(
                    PosixSpawn.posix_spawn_file_actions_addchdir_np(
                        actions.pointer(), Call.bytes(path))));
    var pid = new int[1];
    try (var strings = new StringArrays(command.arguments(), command.environment())) {
      check(
          PosixSpawn.posix_spawn(
              pid,
              Call.bytes(command.program()),
              actions.pointer(),
              attributes.pointer(),
              strings.first(),
              strings.second()));
    }
    return pid[0];
  }

  // Sources first move above all targets, so that no target overwrites a source still to come.
  private void arrangeDescriptors() {
    int end = command.first() + command.descriptors().size();
    var moved = new ArrayList<Fd>();
    for (var fd : command.descriptors()) {
      var copy = kernel.duplicate(fd, end);
      temporary.add(copy);
      moved.add(copy);
    }
    for (int i = 0; i < moved.size(); i++) {
      check(
          PosixSpawn.posix_spawn_file_actions_adddup2(
              actions.pointer(), moved.get(i).number(), command.first() + i));
    }
    check(PosixSpawn.posix_spawn_file_actions_addclosefrom_np(actions.pointer(), end));
  }

  private void resetSignals() {
    try (var all = Block.of(PosixSpawn.SIGSET_SIZE);
        var none = Block.of(PosixSpawn.SIGSET_SIZE)) {
      all.putLong(0, -1L);
      check(PosixSpawn.posix_spawnattr_setsigdefault(attributes.pointer(), all.pointer()));
      check(PosixSpawn.posix_spawnattr_setsigmask(attributes.pointer(), none.pointer()));
      check(
          PosixSpawn.posix_spawnattr_setflags(
              attributes.pointer(), (short) (SET_DEFAULT_SIGNALS | SET_SIGNAL_MASK)));
    }
  }

  private void check(int error) {
    var program = command.program();
    Call.check(-error, "start `" + program + "`", "posix_spawn", program, "...");
  }

  @Override
  public void close() {
    PosixSpawn.posix_spawn_file_actions_destroy(actions.pointer());
    PosixSpawn.posix_spawnattr_destroy(attributes.pointer());
    actions.close();
    attributes.close();
    temporary.forEach(Fd::close);
  }
}
