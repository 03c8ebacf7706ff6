package org.jrunc.core.container;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.compile.NotifySocket;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Peer;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.jrunc.core.plan.Warning;
import org.jrunc.core.state.ContainerId;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.core.state.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * Hands on that a container is ready: from the socket that it has for that to the one that the
 * caller was given, in the caller's name. Does nothing for a caller without one. See sd_notify(3).
 */
final class Readiness implements AutoCloseable {
  private static final int DIRECTORY_MODE = 0755;
  private static final int SOCKET_MODE = 0777;
  private static final int MAX_MESSAGE = 4096;
  private static final int BARRIER_MILLIS = 30_000;
  private static final String READY = "READY=";

  private final Host host;
  private final Kernel kernel;
  private final Caller caller;
  private final Optional<Path> manager;
  private @Nullable Fd socket;
  private @Nullable Pidfd process;
  private @Nullable Thread relay;

  Readiness(Host host, Caller caller) {
    this.host = host;
    this.kernel = host.kernel();
    this.caller = caller;
    this.manager = manager(caller);
  }

  /** The directory on the host for the socket of a container, if the caller asks for one. */
  static Optional<String> directory(StateStore store, Caller caller, ContainerId id) {
    return manager(caller).map(asked -> store.notifyDirectory(id).toString());
  }

  /** Whether somebody wants to know that a container of this caller is ready. */
  static boolean concerns(Caller caller) {
    return manager(caller).isPresent();
  }

  private static Optional<Path> manager(Caller caller) {
    var name = caller.environment().getOrDefault(NotifySocket.VARIABLE, "");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    // A name in the abstract namespace is relative to nothing.
    return Optional.of(
        name.startsWith("@")
            ? Path.of(name)
            : caller.workingDirectory().orElse(Path.of("/")).resolve(name));
  }

  /** Makes that directory, which is then mounted in the container. */
  static void prepare(Host host, Caller caller, StateLock lock) {
    if (manager(caller).isPresent()) {
      var directory = host.store().notifyDirectory(lock.id());
      host.kernel().makeDirectory(directory, DIRECTORY_MODE);
      // What mkdir made is less the umask, and the container's user must get through.
      host.kernel().changeMode(directory, DIRECTORY_MODE);
    }
  }

  /** Makes the socket, on which nothing is lost from then on. */
  void listen(StateLock lock) {
    if (manager.isEmpty()) {
      return;
    }
    var path = host.store().notifyDirectory(lock.id()).resolve(NotifySocket.NAME);
    socket = kernel.bind(Kind.DATAGRAM, path);
    kernel.changeMode(path, SOCKET_MODE);
  }

  /** Waits until a container is ready, or has ended, and hands it on. */
  void await(StateRecord record) {
    if (socket == null || manager.isEmpty()) {
      return;
    }
    process = Pidfd.open(kernel, record.pid(), record.startTime()).orElse(null);
    if (relay(socket, manager.get(), record.pid(), caller.lifeline())) {
      host.phases().reached(Phase.READINESS_TOLD);
    }
  }

  /** Does the same when nobody wants to know how it failed. */
  void tryAwait(StateRecord record) {
    try {
      await(record);
    } catch (RuntimeFailure e) {
      // As under runc: the container runs all the same.
    }
  }

  /**
   * Hands it on while the caller stays with the container, for whose service the caller then
   * stands.
   */
  void awaitMeanwhile(StateRecord record) {
    if (socket == null || manager.isEmpty()) {
      return;
    }
    var from = socket;
    var to = manager.get();
    process = Pidfd.open(kernel, record.pid(), record.startTime()).orElse(null);
    relay = Thread.ofPlatform().name("readiness").start(() -> relayQuietly(from, to));
  }

  private void relayQuietly(Fd from, Path to) {
    try {
      relay(from, to, caller.pid(), Optional.empty());
    } catch (RuntimeFailure e) {
      // As under runc: the container runs all the same.
    }
  }

  /** Whether there was something to hand on. */
  private boolean relay(Fd from, Path to, int mainPid, Optional<Fd> lifeline) {
    try (from;
        var connection = kernel.connect(Kind.DATAGRAM, to)) {
      var ready = awaitReady(from, lifeline);
      if (ready.isPresent()) {
        send(connection, ready.get() + "\n", List.of());
        send(connection, "MAINPID=" + mainPid + "\n", List.of());
        passBarrier(connection, lifeline);
      }
      return ready.isPresent();
    }
  }

  /** The line that says so; none if the process has ended without, or the caller is gone. */
  private Optional<String> awaitReady(Fd from, Optional<Fd> lifeline) {
    var watched = new ArrayList<Fd>();
    watched.add(from);
    if (process != null) {
      watched.add(process.fd());
    }
    lifeline.ifPresent(watched::add);
    while (kernel.awaitReadable(process == null ? 0 : -1, watched).contains(from)) {
      for (var line : receive(from).split("\n")) {
        if (line.startsWith(READY)) {
          return Optional.of(line);
        }
      }
    }
    return Optional.empty();
  }

  /** What does not fit is not for us. */
  private String receive(Fd from) {
    try (var message = kernel.receive(from, MAX_MESSAGE)) {
      return new String(message.bytes(), StandardCharsets.ISO_8859_1);
    } catch (SyscallFailure e) {
      if (e.is(Errno.EMSGSIZE)) {
        return "";
      }
      throw e;
    }
  }

  private void send(Fd connection, String text, List<Fd> fds) {
    var bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    kernel.sendAs(sender(), connection, bytes, fds);
  }

  /** Managers such as systemd hear only who belongs to the service: the caller does, not we. */
  private Peer sender() {
    var facts = kernel.facts(Path.of("/proc/" + caller.pid()));
    return new Peer(caller.pid(), facts.uid(), facts.gid());
  }

  /** Whoever manages the caller closes the pipe once it has dealt with all that came before. */
  private void passBarrier(Fd connection, Optional<Fd> lifeline) {
    var pipe = kernel.pipe();
    try (var ours = pipe.first()) {
      try (var theirs = pipe.second()) {
        send(connection, "BARRIER=1", List.of(theirs));
      }
      var watched = new ArrayList<>(List.of(ours));
      lifeline.ifPresent(watched::add);
      var ready = kernel.awaitReadable(BARRIER_MILLIS, watched);
      if (ready.isEmpty()) {
        var text = "Timeout after waiting 30s for barrier. Ignored.";
        host.warnings().accept(new Warning("", text));
      } else if (ready.contains(ours) && kernel.read(ours, new byte[1]) != 0) {
        throw new HostFailure("unexpected read from synchronization pipe");
      }
    }
  }

  @Override
  public void close() {
    if (relay != null) {
      join(relay);
    }
    if (process != null) {
      process.close();
    }
    if (socket != null) {
      socket.close();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
