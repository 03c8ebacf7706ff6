package org.jrunc.core.failure;

/** A hook could not be run, timed out or failed. */
public final class HookFailure extends RuntimeFailure {
  private static final long serialVersionUID = 1L;
  private final String kind;
  private final int index;
  private final String detail;

  /**
   * A failed hook.
   *
   * @param kind the hook's list in config.json: {@code prestart}, {@code createRuntime}, …
   * @param index its place in that list
   * @param detail how it ended, with path, exit code or signal, and the end of its output
   */
  public HookFailure(String kind, int index, String detail) {
    this("", kind, index, detail);
  }

  private HookFailure(String context, String kind, int index, String detail) {
    super(context + "error running " + kind + " hook #" + index + ": " + detail, null);
    this.kind = kind;
    this.index = index;
    this.detail = detail;
  }

  /** This failure, with words before it that say what it kept from being done. */
  public HookFailure during(String context) {
    return new HookFailure(context, kind, index, detail);
  }

  /** The hook's list in config.json. */
  public String kind() {
    return kind;
  }

  /** The hook's place in its list. */
  public int index() {
    return index;
  }
}
