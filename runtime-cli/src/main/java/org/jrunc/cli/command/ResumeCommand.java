package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;

/** {@code resume}: lets a paused container go on. */
final class ResumeCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "resume",
        "let a paused container go on",
        "<container-id>",
        "Lets the processes of a container go on that `%s pause` has stopped.",
        Arity.exactly(1));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    session.operations().resume(arguments.id());
    return 0;
  }
}
