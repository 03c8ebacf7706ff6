package org.jrunc.cli.command;

import java.time.Duration;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.Session;
import org.jrunc.core.container.EventListener;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.spec.events.Event;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.json.SpecWriter;

/** {@code events}: prints what a container uses and when it wants for memory. */
final class EventsCommand implements Command {
  private static final Duration STANDARD = Duration.ofSeconds(5);

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "events",
        "show what a container uses, and when it wants for memory",
        "<container-id>",
        """
        Prints one JSON object a line: of the type stats at every interval, with what the container
        uses of processors, memory, devices and processes, and of the type oom when one of its
        processes gets no memory. Ends when the container is deleted.\
        """,
        Arity.exactly(1),
        Flag.duration("interval", "time between two lines of the type stats, such as 500ms or 1m")
            .standard("5s"),
        Flag.bool("stats", "print one line of the type stats and end"));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var id = arguments.id();
    var operations = session.operations();
    var interval = arguments.duration("interval").orElse(STANDARD);
    if (!interval.isPositive()) {
      // A missing container is the graver error.
      operations.state(id);
      throw new UsageException("duration interval must be greater than 0");
    }
    var printer = new Printer(session, id);
    if (arguments.isOn("stats")) {
      printer.statistics(operations.statistics(id));
    } else {
      operations.watch(session.caller(), id, interval, printer);
    }
    return 0;
  }

  /** Prints each event as a line. */
  private record Printer(Session session, String id) implements EventListener {
    @Override
    public void statistics(Statistics statistics) {
      print(Event.statistics(id, statistics));
    }

    @Override
    public void outOfMemory() {
      print(Event.outOfMemory(id));
    }

    @Override
    public void failed(RuntimeFailure failure) {
      session.log().error(failure.getMessage());
    }

    private void print(Event event) {
      session.streams().output(SpecWriter.compact(event) + "\n");
    }
  }
}
