package org.jrunc.core.launch;

import org.jrunc.core.linux.WaitStatus;

/** What became of a hook. */
public sealed interface HookOutcome {
  /** It ended by itself or by a signal. */
  record Ended(WaitStatus status) implements HookOutcome {}

  /** It took longer than it may and was killed. */
  record TimedOut() implements HookOutcome {}

  /** It could not be executed. {@code errno} is positive. */
  record NotExecuted(int errno) implements HookOutcome {}
}
