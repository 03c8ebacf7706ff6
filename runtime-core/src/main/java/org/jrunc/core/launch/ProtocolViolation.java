package org.jrunc.core.launch;

/** A client sent what no client of this version sends. */
public final class ProtocolViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProtocolViolation(String what) {
    super(what);
  }
}
