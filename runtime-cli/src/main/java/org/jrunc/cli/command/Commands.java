package org.jrunc.cli.command;

import java.util.List;
import java.util.Optional;

/** The verbs by name. Only the one that is asked for is built. */
public final class Commands {
  /** All names, in the order of the help text. */
  public static final List<String> NAMES =
      List.of(
          "create",
          "run",
          "start",
          "exec",
          "state",
          "kill",
          "delete",
          "pause",
          "resume",
          "ps",
          "update",
          "mounts",
          "events",
          "checkpoint",
          "restore",
          "list",
          "spec",
          "explain",
          "features",
          "completion",
          "help");

  private Commands() {}

  /** The command of this name, empty if there is none. */
  public static Optional<Command> named(String name) {
    return switch (name) {
      case "create" -> Optional.of(new CreateCommand());
      case "run" -> Optional.of(new RunCommand());
      case "start" -> Optional.of(new StartCommand());
      case "exec" -> Optional.of(new ExecCommand());
      case "state" -> Optional.of(new StateCommand());
      case "kill" -> Optional.of(new KillCommand());
      case "delete" -> Optional.of(new DeleteCommand());
      case "pause" -> Optional.of(new PauseCommand());
      case "resume" -> Optional.of(new ResumeCommand());
      case "ps" -> Optional.of(new PsCommand());
      case "mounts" -> Optional.of(new MountsCommand());
      case "update" -> Optional.of(new UpdateCommand());
      case "events" -> Optional.of(new EventsCommand());
      case "checkpoint" -> Optional.of(new CheckpointCommand());
      case "restore" -> Optional.of(new RestoreCommand());
      case "list" -> Optional.of(new ListCommand());
      case "spec" -> Optional.of(new SpecCommand());
      case "explain" -> Optional.of(new ExplainCommand());
      case "features" -> Optional.of(new FeaturesCommand());
      case "completion" -> Optional.of(new CompletionCommand());
      case "help", "h" -> Optional.of(new HelpCommand());
      default -> Optional.empty();
    };
  }
}
