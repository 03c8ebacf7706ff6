package org.jrunc.cli.command;

import java.util.List;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;

/** {@code help}: prints what the program, or one of its commands, is for. */
public final class HelpCommand implements Command {
  private static final int NO_SUCH_TOPIC = 3;

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "help",
        "show all commands, or what there is to know of one",
        "[command]",
        "Prints the same as \"%s --help\" or, with a command, as \"%s COMMAND --help\".",
        Arity.between(0, Integer.MAX_VALUE));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    return print(session, arguments.positionals());
  }

  /**
   * Prints the help of the first word, of the program if there is none.
   *
   * @return the exit code, which is runc's if there is no such command
   */
  public static int print(Session session, List<String> words) {
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      session.streams().output(RootModel.help(session.program()));
      return 0;
    }
    var command = Commands.named(words.getFirst());
    if (command.isPresent()) {
      session.streams().output(RootModel.help(session.program(), command.get().model()));
      return 0;
    }
    session.log().error("No help topic for '" + words.getFirst() + "'");
    return NO_SUCH_TOPIC;
  }
}
