package org.jrunc.core.plan;

/** What a bind mount's source is, and so what its target must be. */
public enum FileKind {
  /** A directory. */
  DIRECTORY,
  /** Anything else: a regular file, a device, a socket, a fifo. */
  FILE
}
