package org.jrunc.core.engine;

/** Makes a young engine fast: runs, without effect, what requests will run. */
@FunctionalInterface
public interface Warmup {
  /** No warm-up. */
  Warmup NONE = () -> false;

  /**
   * One short round, begun when no request is being served.
   *
   * @return whether another round would help
   */
  boolean round();
}
