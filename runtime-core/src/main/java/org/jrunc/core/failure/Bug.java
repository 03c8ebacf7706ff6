package org.jrunc.core.failure;

import org.jspecify.annotations.Nullable;

/** Something that cannot happen did: an error of jrunc, never of its input. */
public final class Bug extends RuntimeFailure {
  private static final long serialVersionUID = 1L;

  /** A broken assumption. */
  public Bug(String message) {
    this(message, null);
  }

  /** A broken assumption, noticed by an exception. */
  public Bug(String message, @Nullable Throwable cause) {
    super("internal error of jrunc: " + message, cause);
  }
}
