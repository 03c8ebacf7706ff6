package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;
import org.jrunc.spec.json.SpecWriter;

/** {@code state}: prints the state of a container as JSON. */
final class StateCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "state",
        "output the state of a container",
        "<container-id>",
        "Prints the state of a container as JSON, with the properties of the OCI runtime\n"
            + "specification and runc's.",
        Arity.exactly(1));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var state = session.operations().state(arguments.id());
    // runc writes no newline here.
    session.streams().output(SpecWriter.indented(state, "  "));
    return 0;
  }
}
