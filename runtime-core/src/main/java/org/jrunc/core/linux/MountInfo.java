package org.jrunc.core.linux;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel tells of the mounts of this process, {@code /proc/PID/mountinfo} of
 * proc_pid_mountinfo(5). It is read again only if it has changed, which poll(2) tells: a host may
 * have thousands.
 */
public final class MountInfo {
  private static final Path FILE = Path.of("/proc/self/mountinfo");
  private static final int CHUNK = 1 << 16;

  private final Kernel kernel;
  private @Nullable Fd file;
  private String text = "";

  /** The mounts of this process's mount namespace. */
  public MountInfo(Kernel kernel) {
    this.kernel = kernel;
  }

  /** The whole content; the same object as long as nothing has changed. */
  public synchronized String read() {
    // POLLERR and POLLPRI stand for a change since the file was opened.
    if (file == null || kernel.isHungUp(file)) {
      readAgain();
    }
    return text;
  }

  /** What changes while it is read is a change since it was opened; unread it is not kept. */
  private void readAgain() {
    if (file != null) {
      file.close();
      file = null;
    }
    var open = kernel.open(FILE, OpenFlags.READ);
    try {
      text = content(open);
      file = open;
    } catch (RuntimeException | Error e) {
      open.close();
      throw e;
    }
  }

  private String content(Fd open) {
    var content = new ByteArrayOutputStream();
    var chunk = new byte[CHUNK];
    int count = kernel.readAt(open, chunk, 0);
    while (count > 0) {
      content.write(chunk, 0, count);
      count = kernel.readAt(open, chunk, content.size());
    }
    return content.toString(StandardCharsets.UTF_8);
  }
}
