package org.jrunc.core.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host lacks something: a kernel feature, a library, a mount, a file of the distribution. */
public final class HostFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final @Nullable String hint;

  /** What is missing. */
  public HostFailure(String message) {
    super(message, null);
    this.hint = null;
  }

  /** What is missing, and what to do about it. */
  public HostFailure(String message, String hint) {
    super(message, null);
    this.hint = hint;
  }

  @Override
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
