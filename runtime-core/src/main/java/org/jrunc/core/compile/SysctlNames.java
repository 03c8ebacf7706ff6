package org.jrunc.core.compile;

/** The names of kernel parameters, sysctl.d(5). */
final class SysctlNames {
  private SysctlNames() {}

  /**
   * The file below /proc/sys. Whichever of {@code .} and {@code /} comes first separates the
   * components; the other one then belongs to a name, and stands for its counterpart.
   */
  static String file(String key) {
    int dot = key.indexOf('.');
    int slash = key.indexOf('/');
    if (dot < 0 || (slash >= 0 && slash < dot)) {
      return key;
    }
    return key.replace('/', '\0').replace('.', '/').replace('\0', '.');
  }
}
