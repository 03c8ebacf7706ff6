package org.jrunc.cli.command;

import java.util.List;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Session;
import org.jrunc.spec.json.SpecWriter;

/** {@code ps}: prints the processes of a container. */
final class PsCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
            "ps",
            "show the processes of a container",
            "<container-id> [ps options]",
            """
            Runs ps(1) of the host, with the given options or else with -ef, and prints its header
            and its lines about processes of the container, for which it needs a column PID. As
            JSON, prints an array of the pids; ps is not run then.\
            """,
            Arity.between(1, Integer.MAX_VALUE),
            Flag.text("format", "table or json").or("f").standard("table"))
        .stoppingAtFirstArgument();
  }

  @Override
  public int run(Session session, Arguments arguments) {
    session.streams().output(render(session, arguments));
    return 0;
  }

  private static String render(Session session, Arguments arguments) {
    var id = arguments.id();
    var operations = session.operations();
    return switch (arguments.textOr("format", "table")) {
      case "table" -> {
        var words = arguments.positionals();
        yield operations.processTable(session.caller(), id, words.subList(1, words.size()));
      }
      case "json" -> json(operations.processes(id)) + "\n";
      default -> {
        // A missing container is the graver error.
        operations.processes(id);
        throw new UsageException("invalid format option");
      }
    };
  }

  /** Go writes an empty slice that was never filled as null, and callers know it. */
  private static String json(List<Integer> pids) {
    return SpecWriter.compact(pids.isEmpty() ? null : pids);
  }
}
