package org.jrunc.core.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Local sockets, pipes and waiting. */
public interface SocketCalls {
  /** What a socket carries: socket(2). */
  enum Kind {
    /** A stream of bytes. */
    STREAM(1),
    /** Datagrams. */
    DATAGRAM(2),
    /** Messages in order, each received whole. */
    MESSAGES(5);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    /** The SOCK_* number. */
    int number() {
      return number;
    }
  }

  /** Two connected local sockets: socketpair(2). */
  FdPair socketPair(Kind kind);

  /** A pipe: pipe(2). */
  FdPair pipe();

  /**
   * A counter that the kernel, or a write, adds to; it can be read while it is not zero, which sets
   * it to zero: eventfd(2).
   */
  Fd eventCounter();

  /**
   * Binds a new local socket to a path and listens on it: bind(2), listen(2). The path may be
   * longer than the 107 bytes of a socket address.
   */
  Fd listen(Kind kind, Path path);

  /**
   * Binds a new local socket to a path, bind(2), which may be longer than the 107 bytes of a socket
   * address.
   */
  Fd bind(Kind kind, Path path);

  /** The next connection; empty if none is waiting or the socket was shut down: accept(2). */
  Optional<Fd> accept(Fd listening);

  /** Connects to a local socket; the path may be longer than the 107 bytes of a socket address. */
  Fd connect(Kind kind, Path path);

  /** No further data or connections in either direction: shutdown(2). */
  void shutdown(Fd socket);

  /** The path a local socket is bound to; empty if it has none: getsockname(2). */
  Optional<Path> boundPath(Fd socket);

  /** Who is at the other end of a local socket: SO_PEERCRED, unix(7). */
  Peer peer(Fd socket);

  /** Sends one message with descriptors; never raises SIGPIPE: sendmsg(2), SCM_RIGHTS. */
  void send(Fd socket, byte[] bytes, List<Fd> fds);

  /**
   * Sends one message with descriptors in the name of another process, or in its own where it must
   * not: SCM_CREDENTIALS of unix(7).
   */
  void sendAs(Peer sender, Fd socket, byte[] bytes, List<Fd> fds);

  /**
   * Waits for a message of at most {@code capacity} bytes: recvmsg(2). A reset connection counts as
   * the end.
   *
   * @throws org.jrunc.core.failure.SyscallFailure EMSGSIZE for a longer message or more than 64
   *     descriptors
   */
  Message receive(Fd socket, int capacity);

  /**
   * Waits until something can be read from one of these, or it was closed at the other end:
   * poll(2).
   *
   * @param timeoutMillis how long to wait at most; negative for ever
   * @return those for which it is so; none after the timeout
   */
  List<Fd> awaitReadable(int timeoutMillis, List<Fd> fds);

  /** Whether the other end was closed, without waiting: POLLHUP of poll(2). */
  boolean isHungUp(Fd fd);
}
