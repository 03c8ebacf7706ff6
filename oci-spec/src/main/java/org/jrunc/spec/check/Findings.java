package org.jrunc.spec.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers violations. */
final class Findings {
  private final List<Violation> violations = new ArrayList<>();

  void add(String pointer, String rule, String message, String section) {
    violations.add(new Violation(pointer, rule, message, section));
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** Refuses a text that the kernel would cut off at a NUL byte. */
  void noNul(String pointer, @Nullable String text, String section) {
    if (text != null && text.indexOf('\0') >= 0) {
      add(pointer, "nul-byte", "the value contains a NUL byte", section);
    }
  }

  /** Does so for each element of a list. */
  void noNul(String pointer, List<String> texts, String section) {
    for (var index = 0; index < texts.size(); index++) {
      noNul(pointer + "/" + index, texts.get(index), section);
    }
  }

  /** Refuses a path that is not absolute, or has a NUL byte. */
  void absolute(String pointer, String path, String section) {
    if (!path.startsWith("/")) {
      add(pointer, "absolute-path", "the path `" + path + "` must be absolute", section);
    }
    noNul(pointer, path, section);
  }

  /** Appends a key to a JSON pointer, RFC 6901 section 3. */
  static String child(String pointer, String key) {
    return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
  }
}
