package org.jrunc.core.container;

import java.nio.file.Path;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.KernelFile;

/** The descriptors above standard error that a caller hands on to a container. */
final class PreservedDescriptors {
  private static final int FIRST = 3;
  private static final String FLAGS = "flags:";

  private PreservedDescriptors() {}

  /**
   * How many descriptors the caller has for socket activation, sd_listen_fds(3): none if they are
   * meant for another process from which it inherited the environment.
   */
  static int listening(Caller caller) {
    var environment = caller.environment();
    var count = environment.getOrDefault("LISTEN_FDS", "");
    return environment.getOrDefault("LISTEN_PID", "").equals(Integer.toString(caller.pid()))
            && count.matches("[0-9]{1,4}")
        ? Integer.parseInt(count)
        : 0;
  }

  /**
   * Makes sure that the caller has what it promises.
   *
   * @param listening how many descriptors for socket activation come first
   * @param count how many are behind them
   * @throws HostFailure in runc's words, if one is not open
   */
  static void require(Caller caller, int listening, int count) {
    for (int i = 0; i < listening; i++) {
      if (!isHandedOn(caller, FIRST + i)) {
        throw new HostFailure("LISTEN_FDS is " + listening + " but " + (FIRST + i) + " is closed");
      }
    }
    for (int i = 0; i < count; i++) {
      if (!isHandedOn(caller, FIRST + listening + i)) {
        throw new HostFailure(
            "unable to stat preserved-fd "
                + i
                + " (of "
                + count
                + "): stat /proc/self/fd/"
                + (FIRST + listening + i)
                + ": no such file or directory");
      }
    }
  }

  /** What closes on execve(2) is the client's own: the caller's have come through one. */
  private static boolean isHandedOn(Caller caller, int descriptor) {
    var info = Path.of("/proc/" + caller.pid() + "/fdinfo/" + descriptor);
    return KernelFile.readIfPresent(info).filter(text -> !closesOnExec(text)).isPresent();
  }

  private static boolean closesOnExec(String info) {
    int flags = info.indexOf(FLAGS) + FLAGS.length();
    var octal = info.substring(flags, info.indexOf('\n', flags)).strip();
    return (Long.parseLong(octal, 8) & Abi.O_CLOEXEC) != 0;
  }
}
