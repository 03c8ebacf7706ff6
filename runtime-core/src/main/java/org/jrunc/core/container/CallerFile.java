package org.jrunc.core.container;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/** A file that is an argument of a command, as the caller means it. */
final class CallerFile {
  private static final int CHUNK = 8192;
  private static final int MOST = 16 << 20;

  private final Kernel kernel;
  private final Caller caller;

  CallerFile(Kernel kernel, Caller caller) {
    this.kernel = kernel;
    this.caller = caller;
  }

  /** The content of a file; {@code -} is standard input. */
  byte[] read(String name) {
    if (name.equals("-") || name.equals("/dev/stdin")) {
      return content(caller.stdin(), name);
    }
    try (var file = kernel.open(place(name), OpenFlags.READ)) {
      return content(file, name);
    } catch (SyscallFailure e) {
      throw new HostFailure("open " + name + ": " + Errno.textOf(e.errno()));
    }
  }

  private Path place(String name) {
    // A descriptor of the caller, as a shell's <(command) names it, is not one of this process.
    for (var self : List.of("/dev/fd/", "/proc/self/fd/")) {
      if (name.startsWith(self)) {
        return Path.of("/proc/" + caller.pid() + "/fd/" + name.substring(self.length()));
      }
    }
    if (name.startsWith("/")) {
      return Path.of(name);
    }
    return caller
        .workingDirectory()
        .orElseThrow(() -> new HostFailure("cannot resolve `" + name + "`: no current directory"))
        .resolve(name);
  }

  private byte[] content(Fd file, String name) {
    var content = new ByteArrayOutputStream();
    var chunk = new byte[CHUNK];
    while (content.size() <= MOST) {
      awaitContent(file);
      int count = kernel.read(file, chunk);
      if (count == 0) {
        return content.toByteArray();
      }
      content.write(chunk, 0, count);
    }
    throw new HostFailure("`" + name + "` is larger than " + MOST + " bytes");
  }

  /** Nobody waits for input of a caller that is gone. */
  private void awaitContent(Fd file) {
    List<Fd> watched = new ArrayList<>(List.of(file));
    caller.lifeline().ifPresent(watched::add);
    if (!kernel.awaitReadable(-1, watched).contains(file)) {
      throw new ClientGone();
    }
  }
}
