package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.render.GoText;
import org.jrunc.cli.session.Session;

/** {@code kill}: sends a signal to a container. */
final class KillCommand implements Command {

  @Override
  public CommandModel model() {
    return CommandModel.of(
            "kill",
            "send a signal to the process of a container",
            "<container-id> [signal]",
            """
            Sends a signal, SIGTERM if none is given, to the process of a container. A signal is
            given by its number or its name, with or without SIG: 9, KILL, SIGKILL, RTMIN+3. If
            the container shares its pid namespace, SIGKILL ends all its processes.

            With --regex the signal goes to every container whose id the extended regular
            expression matches; what cannot be done is warned of.\
            """,
            Arity.between(1, 2),
            Flag.bool("all", "succeed if the container has ended").or("a").hide(),
            Selection.REGEX)
        .stoppingAtFirstArgument();
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var operations = session.operations();
    var name = arguments.positional(1).filter(text -> !text.isEmpty()).orElse("TERM");
    var signal = SignalName.number(name);
    if (signal.isEmpty()) {
      if (!arguments.isOn(Selection.REGEX.name())) {
        // A missing container is the graver error, and the one callers look for.
        operations.state(arguments.id());
      }
      throw new UsageException("unknown signal " + GoText.quote(name));
    }
    Selection.of(arguments, operations)
        .forEach(
            session, "kill", one -> operations.kill(one, signal.getAsInt(), arguments.isOn("all")));
    return 0;
  }
}
