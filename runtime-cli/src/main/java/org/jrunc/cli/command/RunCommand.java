package org.jrunc.cli.command;

import java.nio.charset.StandardCharsets;
import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.Arity;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;
import org.jrunc.cli.session.Session;
import org.jrunc.core.failure.HookFailure;
import org.jrunc.core.failure.InitFailure;
import org.jrunc.core.failure.RuntimeFailure;

/** {@code run}: makes a container, starts it and, in the foreground, sees it to its end. */
final class RunCommand implements Command {
  private static final int ERROR = 2;

  /** The exit status of newer runcs then. */
  private static final int NOT_EXECUTED = 255;

  @Override
  public CommandModel model() {
    return CommandModel.of(
        "run",
        "create and run a container",
        LaunchFlags.ID_USAGE,
        """
        Makes a container from a bundle and executes its program. In the foreground signals are
        forwarded to it, its terminal is this one, and it is deleted when it ends; the exit
        status is its own, or 128 and the signal's number added if a signal ended it. With
        NOTIFY_SOCKET in the environment the container can say that it is ready, for which a
        detached run waits: sd_notify(3).\
        """,
        Arity.exactly(1),
        LaunchFlags.and(
            Flag.bool("detach", "return as soon as the program runs").or("d"),
            Flag.bool("keep", "do not delete the container when it ends"),
            Flag.bool("no-subreaper", "do not adopt orphaned processes of the container")));
  }

  @Override
  public int run(Session session, Arguments arguments) {
    var launch = LaunchFlags.launch(session, arguments);
    var operations = session.operations();
    if (arguments.isOn("detach")) {
      operations.runDetached(session.caller(), launch);
      return 0;
    }
    try {
      return operations.run(
          session.caller(), launch, arguments.isOn("keep"), !arguments.isOn("no-subreaper"));
    } catch (InitFailure e) {
      return notExecuted(session, e, e.isOfProgram());
    } catch (HookFailure e) {
      return notExecuted(session, e, e.kind().equals("startContainer"));
    }
  }

  // By then runc's process has the container's streams and no log, and says it there.
  private static int notExecuted(Session session, RuntimeFailure failure, boolean started) {
    if (!started) {
      throw failure;
    }
    session.caller().write(ERROR, (failure.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
    return NOT_EXECUTED;
  }

  @Override
  public String errorPrefix(String program) {
    return program + " run failed: ";
  }
}
