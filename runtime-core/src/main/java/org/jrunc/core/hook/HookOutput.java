package org.jrunc.core.hook;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/**
 * The files that the output of hooks is appended to, and not to the message about their failure.
 *
 * @param stdout the file for what they print; empty if it is not kept
 * @param stderr the file for what they complain about
 */
public record HookOutput(Optional<Fd> stdout, Optional<Fd> stderr) implements AutoCloseable {
  /** What {@link #open} takes where nothing is kept. */
  public static final List<Optional<String>> NO_FILES = List.of(Optional.empty(), Optional.empty());

  private static final int FLAGS = OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.APPEND;
  private static final int MODE = 0700;

  /**
   * Opens the files, new ones with the caller's file mode creation mask.
   *
   * @param files for stdout and stderr; relative paths are below the bundle
   */
  public static HookOutput open(
      Kernel kernel, Caller caller, List<Optional<String>> files, Path bundle) {
    var pointers = CrunAnnotations.hookFilePointers();
    var stdout =
        files
            .getFirst()
            .map(file -> open(kernel, caller, bundle.resolve(file), pointers.getFirst()));
    try {
      return new HookOutput(
          stdout,
          files
              .getLast()
              .map(file -> open(kernel, caller, bundle.resolve(file), pointers.getLast())));
    } catch (RuntimeException | Error e) {
      stdout.ifPresent(Fd::close);
      throw e;
    }
  }

  private static Fd open(Kernel kernel, Caller caller, Path file, String pointer) {
    try {
      return switch (file.toString()) {
        // Of the caller, not of the engine.
        case "/dev/stdout" -> kernel.duplicate(caller.stdout());
        case "/dev/stderr" -> kernel.duplicate(caller.stderr());
        default -> kernel.open(file, FLAGS, MODE & ~caller.umask());
      };
    } catch (SyscallFailure e) {
      throw e.from(pointer);
    }
  }

  @Override
  public void close() {
    stdout.ifPresent(Fd::close);
    stderr.ifPresent(Fd::close);
  }
}
