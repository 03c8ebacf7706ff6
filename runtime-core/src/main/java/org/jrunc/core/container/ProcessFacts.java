package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.security.SecurityModules;
import org.jrunc.spec.Process;
import org.jspecify.annotations.Nullable;

/** Asks the host what matters to every process, be it the first of a container or a later one. */
final class ProcessFacts {
  private static final int NULL_MAJOR = 1;
  private static final int NULL_MINOR = 3;
  private static final int FALLBACK_LAST_CAPABILITY = 40;
  private static final String HOME = "HOME=";
  private static final Path LAST_CAPABILITY = Path.of("/proc/sys/kernel/cap_last_cap");
  private static final Path APPARMOR = Path.of("/sys/kernel/security/apparmor");
  private static final Path APPARMOR_ENABLED = Path.of("/sys/module/apparmor/parameters/enabled");
  private static final Path LABEL = Path.of("/proc/thread-self/attr/current");

  private final Kernel kernel;

  ProcessFacts(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Whether the environment says where home is, so that nobody has to ask. Of a variable that is
   * given twice the last value counts; an empty one is none.
   */
  static boolean namesHome(Process process) {
    for (var variable : process.env().reversed()) {
      if (variable.startsWith(HOME)) {
        return variable.length() > HOME.length();
      }
    }
    return false;
  }

  int lastCapability() {
    return KernelFile.readIfPresent(LAST_CAPABILITY)
        .map(text -> Integer.parseInt(text.strip()))
        .orElse(FALLBACK_LAST_CAPABILITY);
  }

  /** Asked for only where it matters, as hardly any config has both and many have neither. */
  SecurityModules modules(@Nullable Process process, HostMounts mounts) {
    if (process == null || (process.apparmorProfile() == null && process.selinuxLabel() == null)) {
      return SecurityModules.NONE;
    }
    return new SecurityModules(hasApparmor(), hasSelinux(mounts));
  }

  private boolean hasApparmor() {
    return kernel.exists(APPARMOR)
        && KernelFile.readIfPresent(APPARMOR_ENABLED)
            .filter(text -> text.startsWith("Y"))
            .isPresent();
  }

  /** Without a policy every process has the label {@code kernel}: SELinux then decides nothing. */
  private static boolean hasSelinux(HostMounts mounts) {
    try {
      return mounts.point("selinuxfs").isPresent()
          && KernelFile.readIfPresent(LABEL)
              .map(label -> label.replace("\0", "").strip())
              .filter(label -> !label.isEmpty() && !label.equals("kernel"))
              .isPresent();
    } catch (SyscallFailure noModule) {
      return false;
    }
  }

  Set<Integer> nullStreams(Caller caller) {
    var streams = new HashSet<Integer>();
    var all = List.of(caller.stdin(), caller.stdout(), caller.stderr());
    for (int fd = 0; fd < all.size(); fd++) {
      if (isNull(all.get(fd))) {
        streams.add(fd);
      }
    }
    return streams;
  }

  private boolean isNull(Fd fd) {
    var facts = kernel.facts(fd);
    return facts.isCharacterDevice()
        && facts.deviceMajor() == NULL_MAJOR
        && facts.deviceMinor() == NULL_MINOR;
  }
}
