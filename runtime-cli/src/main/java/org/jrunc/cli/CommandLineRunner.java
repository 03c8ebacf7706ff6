package org.jrunc.cli;

import java.time.InstantSource;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jrunc.cli.command.Command;
import org.jrunc.cli.command.Commands;
import org.jrunc.cli.command.HelpCommand;
import org.jrunc.cli.command.RootModel;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.option.FlagParser;
import org.jrunc.cli.option.UsageException;
import org.jrunc.cli.session.GlobalOptions;
import org.jrunc.cli.session.Identity;
import org.jrunc.cli.session.Log;
import org.jrunc.cli.session.OperationsSource;
import org.jrunc.cli.session.ProgramName;
import org.jrunc.cli.session.Session;
import org.jrunc.cli.session.Streams;
import org.jrunc.cli.session.Version;
import org.jrunc.core.container.Phase;
import org.jrunc.core.failure.Bug;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;

/** Carries out one command line for one caller: finds the command, runs it, words its failure. */
final class CommandLineRunner {
  private final Caller caller;
  private final OperationsSource core;
  private final InstantSource clock;
  private final Streams streams;
  private final String called;
  private final long begun = System.nanoTime();
  private final String program;

  CommandLineRunner(Caller caller, OperationsSource core, InstantSource clock) {
    this.caller = caller;
    this.core = core;
    this.clock = clock;
    this.streams = new Streams(caller);
    this.called = caller.arguments().isEmpty() ? ProgramName.OWN : caller.arguments().getFirst();
    this.program = ProgramName.of(called);
  }

  /** Runs to the end and returns the exit code. Every failure has been worded then. */
  int run() {
    var tokens = caller.arguments().stream().skip(1).toList();
    Arguments global;
    try {
      global = FlagParser.parseGlobal(RootModel.FLAGS, RootModel.COMMANDS, tokens);
    } catch (UsageException e) {
      streams.output("Incorrect Usage: " + e.getMessage() + "\n\n" + RootModel.help(program));
      return fail(Log.standard(streams, clock), e.getMessage());
    }
    if (global.isOn("version") && !global.isOn("help")) {
      streams.output(Version.text(program));
      return 0;
    }
    var words = global.positionals();
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      streams.output(RootModel.help(program));
      return 0;
    }
    if (global.isOn("help")) {
      return inSession(global, session -> HelpCommand.print(session, words));
    }
    return Commands.named(words.getFirst())
        .map(command -> run(command, global, words.subList(1, words.size())))
        .orElseGet(() -> inSession(global, session -> HelpCommand.print(session, words)));
  }

  private int run(Command command, Arguments global, List<String> tokens) {
    var model = command.model();
    Arguments own;
    try {
      own = FlagParser.parse(acceptedBy(model), model.stopsAtFirstArgument(), tokens);
    } catch (UsageException e) {
      streams.output("Incorrect Usage: " + e.getMessage() + "\n\n" + helpOf(model));
      return inSession(global, session -> fail(session.log(), e.getMessage()));
    }
    if (own.isOn("help")) {
      streams.output(helpOf(model));
      return 0;
    }
    return inSession(own.over(global), session -> run(command, model, own, session));
  }

  private int run(Command command, CommandModel model, Arguments arguments, Session session) {
    var complaint = model.arity().complaint(arguments.positionals().size());
    if (complaint.isPresent()) {
      streams.output("Incorrect Usage.\n\n" + helpOf(model));
      return fail(session.log(), called + ": \"" + model.name() + "\" " + complaint.get());
    }
    session.log().phase(Phase.CLIENT_STARTED.text(), 0);
    session.log().phase(Phase.REQUEST_READ.text(), begun - caller.startedNanos());
    session.phases().reached(Phase.COMMAND_UNDERSTOOD);
    try {
      var exitCode = command.run(session, arguments);
      session.phases().reached(Phase.DONE);
      return exitCode;
    } catch (UsageException e) {
      fail(session.log(), command.errorPrefix(program) + e.getMessage());
      return command.failureCode();
    } catch (RuntimeFailure e) {
      Failures.report(session.log(), command.errorPrefix(program), e);
      return command.failureCode();
    } catch (ClientGone e) {
      throw e;
    } catch (RuntimeException e) {
      Failures.report(session.log(), "", new Bug(e.toString(), e));
      return command.failureCode();
    }
  }

  private int inSession(Arguments global, ToIntFunction<Session> body) {
    Session session;
    try {
      var options =
          GlobalOptions.of(
              global,
              caller.workingDirectory(),
              caller.environment(),
              Identity.ofProcess().ownsTheHost(caller.environment()));
      session = Session.open(caller, program, options, core, clock);
    } catch (UsageException e) {
      return fail(Log.standard(streams, clock), e.getMessage());
    } catch (RuntimeFailure e) {
      return Failures.report(Log.standard(streams, clock), "", e);
    }
    try (session) {
      return body.applyAsInt(session);
    }
  }

  private String helpOf(CommandModel model) {
    return RootModel.help(program, model);
  }

  /** Global flags are accepted behind the command's name too, as by runc since 1.4. */
  private static List<Flag> acceptedBy(CommandModel model) {
    return Stream.of(model.flags(), List.of(RootModel.HELP), GlobalOptions.FLAGS)
        .flatMap(List::stream)
        .toList();
  }

  private static int fail(Log log, String message) {
    log.error(message);
    return Failures.EXIT_CODE;
  }
}
