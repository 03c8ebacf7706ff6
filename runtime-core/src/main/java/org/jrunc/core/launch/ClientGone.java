package org.jrunc.core.launch;

/**
 * The client has ended in the middle of its command. Nobody is left to be told: whoever catches
 * this undoes what was made for the client and throws it on.
 */
public final class ClientGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The client has ended. */
  public ClientGone() {
    super("the client is gone", null, false, false);
  }
}
