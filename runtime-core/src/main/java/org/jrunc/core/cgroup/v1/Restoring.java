package org.jrunc.core.cgroup.v1;

import java.util.Optional;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Refusal;

/** How a write is taken back. */
public final class Restoring {
  private Restoring() {}

  /**
   * The write that restores what another one overwrites.
   *
   * @param write the other one
   * @param content what its file holds before
   * @return empty if nothing can be written for that
   */
  public static Optional<CgroupWrite> of(CgroupWrite write, String content) {
    return value(write, content.strip())
        .map(
            value ->
                new CgroupWrite(
                    write.controller(), write.file(), value, Refusal.FAILS, write.origin()));
  }

  private static Optional<String> value(CgroupWrite write, String content) {
    if (write.file().equals("memory.oom_control")) {
      return line(content, "oom_kill_disable ").map(line -> line.substring(line.indexOf(' ') + 1));
    }
    int end = write.value().indexOf(' ');
    if (end < 0) {
      return content.isEmpty() ? Optional.empty() : Optional.of(content);
    }
    // One of many lines, each about a device or an interface.
    var key = write.value().substring(0, end + 1);
    return line(content, key).or(() -> without(write.file()).map(nothing -> key + nothing));
  }

  private static Optional<String> line(String content, String key) {
    return content.lines().map(String::strip).filter(line -> line.startsWith(key)).findFirst();
  }

  /** What is written for a device that is to have no limit. */
  private static Optional<String> without(String file) {
    if (file.startsWith("blkio.throttle.")) {
      return Optional.of("0");
    }
    return file.endsWith("weight_device") ? Optional.of("default") : Optional.empty();
  }
}
