package org.jrunc.cli.option;

import java.util.List;

/**
 * Everything that parser, help text and man page need to know of a command.
 *
 * @param name the word that selects the command
 * @param summary one line that says what it does
 * @param argumentsUsage the synopsis of its arguments, followed by what is to be said of them
 * @param description some paragraphs, possibly empty; a {@code %s} stands for the program's name
 * @param flags its own flags; global flags are accepted beside them
 * @param arity how many arguments it takes
 * @param stopsAtFirstArgument whether everything after the first argument is an argument, even if
 *     it looks like a flag
 */
public record CommandModel(
    String name,
    String summary,
    String argumentsUsage,
    String description,
    List<Flag> flags,
    Arity arity,
    boolean stopsAtFirstArgument) {

  /** A command whose flags and arguments may be mixed. */
  public static CommandModel of(
      String name,
      String summary,
      String argumentsUsage,
      String description,
      Arity arity,
      Flag... flags) {
    return new CommandModel(
        name, summary, argumentsUsage, description, List.of(flags), arity, false);
  }

  /** The same command, with flags accepted only before its first argument. */
  public CommandModel stoppingAtFirstArgument() {
    return new CommandModel(name, summary, argumentsUsage, description, flags, arity, true);
  }

  /** The flags that help texts show. */
  public List<Flag> visibleFlags() {
    return flags.stream().filter(flag -> !flag.hidden()).toList();
  }
}
