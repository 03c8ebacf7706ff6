package org.jrunc.core.cgroup;

import java.nio.file.Path;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.KernelFile;

/** The freezer of a version 1 cgroup: cgroup-v1/freezer-subsystem.rst. */
final class Freezer {
  private static final String FROZEN = "FROZEN";
  private static final String FREEZING = "FREEZING";
  private static final String THAWED = "THAWED";
  private static final int MOST_TRIES = 1000;
  private static final int MOST_LOOKS = 100;
  private static final int TRIES_BETWEEN_THAWS = 50;
  private static final long PAUSE_MICROS = 10_000;

  private final Path state;
  private final Path self;

  Freezer(Path directory) {
    state = directory.resolve("freezer.state");
    self = directory.resolve("freezer.self_freezing");
  }

  /**
   * Freezes. While processes keep appearing, the kernel stays in between and wants to be told
   * again; letting go now and then helps, and so runc does it too.
   */
  void freeze() {
    try {
      for (int i = 1; i <= MOST_TRIES; i++) {
        if (i % TRIES_BETWEEN_THAWS == 0) {
          write(THAWED);
          Pause.micros(PAUSE_MICROS);
        }
        write(FROZEN);
        var now = KernelFile.read(state).strip();
        if (now.equals(FROZEN)) {
          return;
        }
        if (!now.equals(FREEZING)) {
          throw new CgroupFailure(state.toString(), "unexpected state " + now + " while freezing");
        }
      }
      throw new CgroupFailure(state.toString(), "unable to freeze");
    } catch (CgroupFailure | SyscallFailure e) {
      // Half frozen is worse than not at all.
      thawQuietly();
      throw e;
    }
  }

  void thaw() {
    write(THAWED);
  }

  private void thawQuietly() {
    try {
      thaw();
    } catch (CgroupFailure e) {
      // The failure to freeze says more.
    }
  }

  boolean isFrozen() {
    var now = state();
    // With a process that waits for a dead disk it may freeze for ever. That counts as frozen, so
    // that it can be thawed.
    for (int i = 1; now.equals(FREEZING) && i < MOST_LOOKS; i++) {
      Pause.micros(PAUSE_MICROS);
      now = state();
    }
    // An ancestor that is frozen freezes this cgroup too, but that is not ours to thaw.
    return !now.equals(THAWED) && KernelFile.readIfPresent(self).orElse("1").strip().equals("1");
  }

  private String state() {
    return KernelFile.readIfPresent(state).orElse(THAWED).strip();
  }

  private void write(String value) {
    try {
      KernelFile.write(state, value);
    } catch (SyscallFailure e) {
      if (e.is(Errno.ENOENT)) {
        throw new CgroupFailure(state.toString(), "cgroup not exist");
      }
      throw new CgroupFailure(state.toString(), value, e.errno());
    }
  }
}
