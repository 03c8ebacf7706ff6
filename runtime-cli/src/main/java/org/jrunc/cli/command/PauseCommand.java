package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;

/** {@code pause}: stops all processes of a container. */
final class PauseCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "pause",
        "stop all processes of a container where they are",
        "<container-id>",
        """
        Freezes the cgroup of a container that was created or runs: its processes stop where they
        are, without noticing, until `%s resume` lets them go on.\
        """,
        Arity.exactly(1));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    session.operations().pause(arguments.id());
    return 0;
  }
}
