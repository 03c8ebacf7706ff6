package org.jrunc.cli.command;

import java.util.Map;
import java.util.Set;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.render.ExplainedStep;
import org.jrunc.cli.session.Explanation;
import org.jrunc.cli.session.Session;
import org.jrunc.core.container.ExecRequest;
import org.jrunc.core.plan.PlanPrinter;
import org.jrunc.core.program.ProgramPrinter;
import org.jrunc.spec.json.SpecWriter;

/** {@code explain}: prints what {@code create} or {@code exec} would do. */
final class ExplainCommand implements Command {
  private static final Set<String> FORMATS = Set.of("plan", "program", "json");
  private static final Flag EXEC = Flag.text("exec", "explain exec in this container");

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "explain",
        "print what create or exec would do, without doing it",
        "[argument...]",
        """
        Prints every step that "%s create" would take for a bundle, in order, each with the
        place in config.json that asks for it, or "implied". It changes nothing and needs no
        privileges. The format "program" prints the system calls of the container's process, as
        strace would.

        With --exec the steps are those of "%s exec" in a container that is created or running:
        for the command that the arguments are, behind "--" if it has flags, or for the process of
        a file. That takes the privileges of exec.\
        """,
        Arity.between(0, Integer.MAX_VALUE),
        LaunchFlags.BUNDLE,
        LaunchFlags.CONFIG,
        Flag.text("format", "plan, program or json").standard("plan"),
        EXEC,
        ExecCommand.PROCESS);
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var format = arguments.textOr("format", "plan");
    if (!FORMATS.contains(format)) {
      throw new UsageException("invalid format option");
    }
    var explanation =
        arguments.has(EXEC.name()) ? ofExec(session, arguments) : ofCreate(session, arguments);
    session.streams().output(render(explanation, format));
    return 0;
  }

  private static Explanation ofCreate(Session session, Arguments arguments) {
    if (!arguments.positionals().isEmpty() || arguments.has(ExecCommand.PROCESS.name())) {
      throw new UsageException("a command or process to explain needs --exec CONTAINER");
    }
    var launch = LaunchFlags.imagined(session, arguments);
    return session.operations().explain(session.caller(), launch);
  }

  private static Explanation ofExec(Session session, Arguments arguments) {
    var request =
        ExecRequest.of(
            arguments.textOr(EXEC.name(), ""),
            ExecCommand.wanted(session, arguments, arguments.positionals()));
    return session.operations().explain(session.caller(), request);
  }

  private static String render(Explanation explanation, String format) {
    return switch (format) {
      case "program" -> ProgramPrinter.print(explanation.program());
      case "json" -> {
        var steps = ExplainedStep.of(explanation.plan(), explanation.program());
        yield SpecWriter.indented(Map.of("steps", steps), "  ") + "\n";
      }
      default -> PlanPrinter.print(explanation.plan());
    };
  }
}
