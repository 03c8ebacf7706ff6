package org.jrunc.cli.command;

import org.jrunc.cli.option.Arguments;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.session.Session;
import org.jrunc.core.failure.RuntimeFailure;

/** One verb of the command line. It reads its flags, makes one call into the core and prints. */
public interface Command {

  /** What it is called, takes and does. */
  CommandModel model();

  /**
   * Carries it out for a command line that fits the model.
   *
   * @return the exit code
   * @throws RuntimeFailure if it cannot be done
   */
  int run(Session session, Arguments arguments);

  /** The exit code when it fails by itself, runc's. */
  default int failureCode() {
    return 1;
  }

  /** What its error messages begin with, in runc's words. */
  default String errorPrefix(String program) {
    return "";
  }
}
