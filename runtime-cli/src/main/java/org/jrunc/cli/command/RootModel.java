package org.jrunc.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.render.HelpText;
import org.jrunc.cli.session.GlobalOptions;
import org.jrunc.cli.session.Version;

/** What can stand before a command's name, and the help that names all commands. */
public final class RootModel {
  /** Asks for help, here and behind every command's name. */
  public static final Flag HELP = Flag.bool("help", "show help").or("h");

  private static final Flag VERSION = Flag.bool("version", "print the version").or("v");

  /** Everything that is accepted before a command's name. */
  public static final List<Flag> FLAGS =
      Stream.concat(GlobalOptions.FLAGS.stream(), Stream.of(HELP, VERSION)).toList();

  /** The words that end the global flags. */
  public static final Set<String> COMMANDS =
      Stream.concat(Commands.NAMES.stream(), Stream.of("h"))
          .collect(Collectors.toUnmodifiableSet());

  private RootModel() {}

  /** The help text of the program as a whole. */
  public static String help(String program) {
    return HelpText.ofProgram(program, Version.number(), commands(), FLAGS);
  }

  /** The help text of one command. */
  public static String help(String program, CommandModel command) {
    return HelpText.ofCommand(program, command, GlobalOptions.FLAGS);
  }

  /** The models of all commands, in the order of the help text. */
  public static List<CommandModel> commands() {
    return Commands.NAMES.stream()
        .map(Commands::named)
        .flatMap(Optional::stream)
        .map(Command::model)
        .toList();
  }
}
