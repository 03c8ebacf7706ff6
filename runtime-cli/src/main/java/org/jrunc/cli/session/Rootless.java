package org.jrunc.cli.session;

import java.util.Locale;
import org.jrunc.cli.option.UsageException;

/** Whether refused cgroup operations are passed over: by wish, or where there is no privilege. */
public enum Rootless {
  /** They are passed over. */
  TRUE,
  /** They fail the command. */
  FALSE,
  /** They are passed over if the effective user is not root. */
  AUTO;

  /**
   * Reads the value of {@code --rootless}.
   *
   * @throws UsageException if it is none of {@code auto}, a truth value, or empty
   */
  static Rootless of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "auto" -> AUTO;
      case "1", "t", "true" -> TRUE;
      case "0", "f", "false" -> FALSE;
      default ->
          throw new UsageException(
              "invalid value \"" + text + "\" for flag -rootless: parse error");
    };
  }
}
