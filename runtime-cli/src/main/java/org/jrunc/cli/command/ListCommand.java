package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Session;

/** {@code list}: prints all containers of a root. */
final class ListCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "list",
        "list the containers of a root",
        "",
        "Lists the containers whose state is in the directory given by --root.",
        Arity.exactly(0),
        Flag.text("format", "table or json").or("f").standard("table"),
        Flag.bool("quiet", "print the ids only").or("q"));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    return 0;
  }
}
