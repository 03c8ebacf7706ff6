package org.jrunc.core.linux;

import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.is;
import static org.jrunc.core.linux.Call.result;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.Layouts.Pollfd;
import org.jrunc.core.linux.binding.Layouts.SockaddrUn;
import org.jrunc.core.linux.binding.LibC;
import org.jrunc.core.linux.binding.LibCRest;

/** Local sockets, pipes and waiting, through the C library. */
interface NativeSocketCalls extends SocketCalls {
  int BACKLOG = 4096;
  int SHUT_BOTH = 2;
  int PEER_CREDENTIALS = 17;
  int READABLE = 0x1;
  int ERROR = 0x8;
  int HUNG_UP = 0x10;
  int MILLION = 1_000_000;

  @Override
  default FdPair socketPair(Kind kind) {
    var fds = new int[2];
    long done =
        result(() -> LibCRest.socketpair(Abi.AF_UNIX, kind.number() | Abi.SOCK_CLOEXEC, 0, fds));
    check(done, "make a socket pair", "socketpair", "AF_UNIX", kind.number(), 0);
    return new FdPair(Fd.owned(fds[0]), Fd.owned(fds[1]));
  }

  @Override
  default FdPair pipe() {
    var fds = new int[2];
    check(result(() -> LibC.pipe2(fds, Abi.O_CLOEXEC)), "make a pipe", "pipe2", "O_CLOEXEC");
    return new FdPair(Fd.owned(fds[0]), Fd.owned(fds[1]));
  }

  @Override
  default Fd listen(Kind kind, Path path) {
    return SocketAddress.with(
        path,
        socket(kind, OpenFlags.NON_BLOCKING),
        (fd, address, length) -> {
          long bound = result(() -> LibCRest.bind(fd.number(), address.pointer(), length));
          check(bound, "bind a socket to `" + path + "`", "bind", fd, path);
          long done = result(() -> LibCRest.listen(fd.number(), BACKLOG));
          check(done, "listen on `" + path + "`", "listen", fd, BACKLOG);
        });
  }

  @Override
  default Fd bind(Kind kind, Path path) {
    return SocketAddress.with(
        path,
        socket(kind, 0),
        (fd, address, length) -> {
          long bound = result(() -> LibCRest.bind(fd.number(), address.pointer(), length));
          check(bound, "bind a socket to `" + path + "`", "bind", fd, path);
        });
  }

  @Override
  default Fd connect(Kind kind, Path path) {
    return SocketAddress.with(
        path,
        socket(kind, 0),
        (fd, address, length) -> {
          long done = result(() -> LibCRest.connect(fd.number(), address.pointer(), length));
          check(done, "connect to `" + path + "`", "connect", fd, path);
        });
  }

  private static Fd socket(Kind kind, int flags) {
    int type = kind.number() | Abi.SOCK_CLOEXEC | flags;
    long fd = result(() -> LibCRest.socket(Abi.AF_UNIX, type, 0));
    return Fd.owned((int) check(fd, "make a socket", "socket", "AF_UNIX", type, 0));
  }

  @Override
  default Optional<Fd> accept(Fd listening) {
    long fd = result(() -> LibCRest.accept4(listening.number(), null, null, Abi.SOCK_CLOEXEC));
    // EINVAL is what a socket says that was shut down; ECONNABORTED a client that left in the
    // queue.
    if (is(fd, Errno.EAGAIN) || is(fd, Errno.EINVAL) || is(fd, Errno.ECONNABORTED)) {
      return Optional.empty();
    }
    check(fd, "accept a connection", "accept4", listening, "NULL", "NULL", "SOCK_CLOEXEC");
    return Optional.of(Fd.owned((int) fd));
  }

  @Override
  default void shutdown(Fd socket) {
    long done = result(() -> LibC.shutdown(socket.number(), SHUT_BOTH));
    check(done, "shut down a socket", "shutdown", socket, "SHUT_RDWR");
  }

  @Override
  default Optional<Path> boundPath(Fd socket) {
    try (var address = Block.of(SockaddrUn.SIZE)) {
      var length = new int[] {SockaddrUn.SIZE};
      long done = result(() -> LibCRest.getsockname(socket.number(), address.pointer(), length));
      check(done, "find the path of a socket", "getsockname", socket);
      int bytes = Math.min(length[0], SockaddrUn.SIZE) - SockaddrUn.PATH;
      if (bytes <= 0) {
        return Optional.empty();
      }
      var path = new String(address.getBytes(SockaddrUn.PATH, bytes), StandardCharsets.UTF_8);
      int end = path.indexOf(0);
      // A name that begins with NUL is in the abstract namespace and no path.
      return end == 0
          ? Optional.empty()
          : Optional.of(Path.of(end < 0 ? path : path.substring(0, end)));
    }
  }

  @Override
  default Fd eventCounter() {
    long fd = result(() -> LibCRest.eventfd(0, Abi.O_CLOEXEC | Abi.O_NONBLOCK));
    return Fd.owned(
        (int) check(fd, "make an event counter", "eventfd", 0, "EFD_CLOEXEC|EFD_NONBLOCK"));
  }

  @Override
  default Peer peer(Fd socket) {
    var credentials = new int[3];
    var length = new int[] {credentials.length * Integer.BYTES};
    long done =
        result(
            () ->
                LibC.getsockopt(
                    socket.number(), Abi.SOL_SOCKET, PEER_CREDENTIALS, credentials, length));
    check(done, "identify a peer", "getsockopt", socket, "SOL_SOCKET", "SO_PEERCRED");
    return new Peer(credentials[0], credentials[1], credentials[2]);
  }

  @Override
  default void send(Fd socket, byte[] bytes, List<Fd> fds) {
    RightsMessage.send(socket, bytes, fds);
  }

  @Override
  default void sendAs(Peer sender, Fd socket, byte[] bytes, List<Fd> fds) {
    RightsMessage.sendAs(sender, socket, bytes, fds);
  }

  @Override
  default Message receive(Fd socket, int capacity) {
    return RightsMessage.receive(socket, capacity);
  }

  @Override
  default List<Fd> awaitReadable(int timeoutMillis, List<Fd> fds) {
    try (var polled = pollfds(fds, READABLE)) {
      poll(polled, fds, timeoutMillis);
      var ready = new ArrayList<Fd>();
      for (int i = 0; i < fds.size(); i++) {
        if (polled.getShort((long) i * Pollfd.SIZE + Pollfd.REVENTS) != 0) {
          ready.add(fds.get(i));
        }
      }
      return ready;
    }
  }

  @Override
  default boolean isHungUp(Fd fd) {
    var fds = List.of(fd);
    try (var polled = pollfds(fds, 0)) {
      poll(polled, fds, 0);
      return (polled.getShort(Pollfd.REVENTS) & (HUNG_UP | ERROR)) != 0;
    }
  }

  private static Block pollfds(List<Fd> fds, int events) {
    var block = Block.of((long) fds.size() * Pollfd.SIZE);
    for (int i = 0; i < fds.size(); i++) {
      long at = (long) i * Pollfd.SIZE;
      block.putInt(at + Pollfd.FD, fds.get(i).number());
      block.putShort(at + Pollfd.EVENTS, events);
    }
    return block;
  }

  private static void poll(Block polled, List<Fd> fds, int timeoutMillis) {
    long end = System.nanoTime() + (long) timeoutMillis * MILLION;
    long done =
        result(
            () -> {
              // Counted anew for every attempt, so that interruptions do not prolong the wait.
              long left = (end - System.nanoTime() + MILLION - 1) / MILLION;
              int wait = timeoutMillis < 0 ? -1 : (int) Math.max(0, left);
              return LibC.poll(polled.pointer(), fds.size(), wait);
            });
    check(done, "wait for descriptors", "poll", fds, fds.size(), timeoutMillis);
  }
}
