package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Session;

/** {@code delete}: removes what a container leaves behind. */
final class DeleteCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "delete",
        "delete what a container holds",
        "<container-id>",
        """
        Removes the cgroup and the state of a container that has ended, or of one that was
        created and never started.

        With --regex this is done to every container whose id the extended regular expression
        matches; what cannot be done is warned of.\
        """,
        Arity.exactly(1),
        Flag.bool("force", "kill the container first if it still runs; succeed if there is none")
            .or("f"),
        Selection.REGEX);
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var operations = session.operations();
    var force = arguments.isOn("force");
    Selection.of(arguments, operations)
        .forEach(session, "delete", id -> operations.delete(session.caller(), id, force));
    return 0;
  }
}
