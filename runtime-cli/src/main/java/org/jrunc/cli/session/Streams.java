package org.jrunc.cli.session;

import java.nio.charset.StandardCharsets;
import org.jrunc.core.launch.Caller;

/** The caller's standard output and standard error. Each call is one write of its own. */
public final class Streams {
  private static final int OUTPUT = 1;
  private static final int ERROR = 2;

  private final Caller caller;

  /** The streams of this caller. */
  public Streams(Caller caller) {
    this.caller = caller;
  }

  /** Writes a result. Nothing else may go to standard output, as callers parse it. */
  public void output(String text) {
    caller.write(OUTPUT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a complaint. Standard error stays empty when a command succeeds. */
  public void error(String text) {
    caller.write(ERROR, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a person may be reading standard error. */
  public boolean errorIsTerminal() {
    return caller.isTerminal(ERROR);
  }
}
