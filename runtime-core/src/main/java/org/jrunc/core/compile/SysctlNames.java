package org.jrunc.core.compile;

import java.util.List;
import java.util.stream.Stream;

/** The names of kernel parameters, sysctl.d(5). */
final class SysctlNames {
  private SysctlNames() {}

  /**
   * The files below /proc/sys that a name may mean, the likeliest first. Whichever of {@code .} and
   * {@code /} comes first separates the components; the other one then belongs to a name, and
   * stands for its counterpart. To runc and crun both separate them.
   */
  static List<String> files(String key) {
    return Stream.of(named(key), key.replace('.', '/')).distinct().toList();
  }

  private static String named(String key) {
    int dot = key.indexOf('.');
    int slash = key.indexOf('/');
    if (dot < 0 || (slash >= 0 && slash < dot)) {
      return key;
    }
    return key.replace('/', '\0').replace('.', '/').replace('\0', '.');
  }
}
