package org.jrunc.core.compile;

import org.jrunc.core.failure.SpecFailure;

/** Properties that must not be passed over in silence, and that no step carries out yet. */
final class Unsupported {
  private Unsupported() {}

  /**
   * Refuses a config that asks for one of them.
   *
   * @throws SpecFailure naming the first one
   */
  static void check(Config config) {
    var process = config.process();
    refuse(process.apparmorProfile() != null, "/process/apparmorProfile");
    refuse(process.selinuxLabel() != null, "/process/selinuxLabel");
  }

  private static void refuse(boolean present, String pointer) {
    if (present) {
      throw new SpecFailure(pointer, "cannot honour it: not supported by this version of jrunc");
    }
  }
}
