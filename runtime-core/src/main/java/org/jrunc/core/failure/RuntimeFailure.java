package org.jrunc.core.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Anything that stops jrunc from doing what it was asked. The message is one line, lower case,
 * without a final stop, and names the object; what to do about it is the {@link #hint()}.
 */
public abstract sealed class RuntimeFailure extends RuntimeException
    permits SpecFailure,
        StateFailure,
        SyscallFailure,
        InitFailure,
        CgroupFailure,
        HookFailure,
        HostFailure,
        Bug {
  private static final long serialVersionUID = 1L;

  RuntimeFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** The message, never null. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** What the reader can do about it; printed on a terminal only. */
  public Optional<String> hint() {
    return Optional.empty();
  }
}
