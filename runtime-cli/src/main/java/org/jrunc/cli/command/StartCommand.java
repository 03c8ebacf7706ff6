package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;

/** {@code start}: lets a created container execute its program. */
final class StartCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "start",
        "execute the program of a created container",
        "<container-id>",
        """
        Lets a container that was made by "%s create" execute its program. If both commands have
        NOTIFY_SOCKET in their environment, this one waits until the container has said on a socket
        of its own that it is ready, and hands that on: sd_notify(3).\
        """,
        Arity.exactly(1));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    session.operations().start(session.caller(), arguments.id());
    return 0;
  }
}
