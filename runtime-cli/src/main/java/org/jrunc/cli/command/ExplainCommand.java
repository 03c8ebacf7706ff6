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
import org.jrunc.core.plan.PlanPrinter;
import org.jrunc.core.program.ProgramPrinter;
import org.jrunc.spec.json.SpecWriter;

/** {@code explain}: prints what {@code create} would do. */
final class ExplainCommand implements Command {
  private static final Set<String> FORMATS = Set.of("plan", "program", "json");

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "explain",
        "print what create would do, without doing it",
        "",
        """
        Prints every step that "%s create" would take for a bundle, in order, each with the
        place in config.json that asks for it, or "implied". It changes nothing and needs no
        privileges. The format "program" prints the system calls of the container's process, as
        strace would.\
        """,
        Arity.exactly(0),
        LaunchFlags.BUNDLE,
        LaunchFlags.CONFIG,
        Flag.text("format", "plan, program or json").standard("plan"));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var format = arguments.textOr("format", "plan");
    if (!FORMATS.contains(format)) {
      throw new UsageException("invalid format option");
    }
    var launch = LaunchFlags.imagined(session, arguments);
    var explanation = session.operations().explain(session.caller(), launch);
    session.streams().output(render(explanation, format));
    return 0;
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
