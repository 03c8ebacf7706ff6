package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Session;

/** {@code create}: makes a container whose process waits for {@code start}. */
final class CreateCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "create",
        "create a container",
        LaunchFlags.ID_USAGE,
        """
        Makes a container from a bundle: a directory with a config.json and, as a rule, a root
        filesystem. Everything is set up as the config says, but its program is not executed
        before "%s start".\
        """,
        Arity.exactly(1),
        LaunchFlags.and(Flag.bool("no-subreaper", "accepted and ignored").hide()));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    session.operations().create(session.caller(), LaunchFlags.launch(session, arguments));
    return 0;
  }

  @Override
  public String errorPrefix(String program) {
    return program + " create failed: ";
  }
}
