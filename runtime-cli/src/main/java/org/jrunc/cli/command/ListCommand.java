package org.jrunc.cli.command;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.render.GoText;
import org.jrunc.cli.render.Table;
import org.jrunc.cli.session.Session;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.state.ContainerState;

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
    var options = session.options();
    if (options.rootGiven() && !Files.isDirectory(options.root())) {
      var complaint =
          Files.exists(options.root()) ? "not a directory" : "no such file or directory";
      throw new HostFailure("open " + options.root() + ": " + complaint);
    }
    var states =
        session.operations().list(line -> session.streams().error(GoText.singleLine(line) + "\n"));
    session.streams().output(render(states, arguments));
    return 0;
  }

  private static String render(List<ContainerState> states, Arguments arguments) {
    if (arguments.isOn("quiet")) {
      return states.stream().map(state -> state.id() + "\n").collect(Collectors.joining());
    }
    return switch (arguments.textOr("format", "table")) {
      case "table" -> Table.of(rows(states));
      // Go writes an empty slice that was never filled as null, and callers know it.
      case "json" -> SpecWriter.compact(states.isEmpty() ? null : states) + "\n";
      default -> throw new UsageException("invalid format option");
    };
  }

  private static List<List<String>> rows(List<ContainerState> states) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER"));
    for (var state : states) {
      var pid = Integer.toString(state.pid());
      rows.add(
          List.of(state.id(), pid, state.status(), state.bundle(), state.created(), state.owner()));
    }
    return rows;
  }
}
