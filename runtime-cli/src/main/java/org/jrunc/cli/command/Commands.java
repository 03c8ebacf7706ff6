package org.jrunc.cli.command;

import java.util.List;
import java.util.Optional;

/** The verbs by name. Only the one that is asked for is built. */
public final class Commands {
  /** All names, in the order of the help text. */
  public static final List<String> NAMES =
      List.of("spec");

  private Commands() {}

  /** The command of this name, empty if there is none. */
  public static Optional<Command> named(String name) {
    return switch (name) {
      case "spec" -> Optional.of(new SpecCommand());
      default -> Optional.empty();
    };
  }
}
