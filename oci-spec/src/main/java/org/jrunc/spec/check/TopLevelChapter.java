package org.jrunc.spec.check;

import org.jrunc.spec.Spec;

/** The version and the root filesystem (config.md, "Specification version" and "Root"). */
final class TopLevelChapter implements Chapter {
  private static final String VERSION = "config.md, Specification version";
  private static final String ROOT = "config.md, Root";

  @Override
  public void check(Spec spec, Findings findings) {
    version(spec.ociVersion(), findings);
    var root = spec.root();
    if (root == null) {
      findings.add("/root", "root-required", "root must be specified", ROOT);
    } else if (root.path().isEmpty()) {
      findings.add("/root/path", "root-path-required", "root path must not be empty", ROOT);
    } else {
      findings.noNul("/root/path", root.path(), ROOT);
    }
  }

  private static void version(String version, Findings findings) {
    if (version.isEmpty()) {
      findings.add("/ociVersion", "version-required", "a version must be specified", VERSION);
    } else if (!isSemantic(version)) {
      var message = "`" + version + "` is not a semantic version";
      findings.add("/ociVersion", "version-format", message, VERSION);
    } else if (!version.startsWith("1.")) {
      var message = "version `" + version + "` is not supported, only 1.x is";
      findings.add("/ociVersion", "version-supported", message, VERSION);
    }
  }

  /** Looks at the three numbers; what follows a hyphen or a plus sign is up to the producer. */
  private static boolean isSemantic(String version) {
    var end = 0;
    while (end < version.length() && version.charAt(end) != '-' && version.charAt(end) != '+') {
      end++;
    }
    var numbers = version.substring(0, end).split("\\.", -1);
    var right = numbers.length == 3;
    for (var number : numbers) {
      right &= !number.isEmpty() && number.chars().allMatch(c -> c >= '0' && c <= '9');
    }
    return right;
  }
}
