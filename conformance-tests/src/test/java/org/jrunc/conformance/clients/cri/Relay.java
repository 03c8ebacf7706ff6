package org.jrunc.conformance.clients.cri;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;

/** Hands one connection on to a port of the node, whose network this JVM is not in. */
final class Relay implements AutoCloseable {
  private final ServerSocket server;

  /** Listens on a free port. */
  Relay(int target) {
    try {
      server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(() -> serve(target));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The port to connect to. */
  int port() {
    return server.getLocalPort();
  }

  private void serve(int target) {
    var line = List.of("busybox", "nc", "127.0.0.1", Integer.toString(target));
    try (var connection = server.accept()) {
      var process =
          new ProcessBuilder(Node.shared().network().command(line).line())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Thread.startVirtualThread(() -> copy(input(connection), process.getOutputStream()));
      copy(process.getInputStream(), connection.getOutputStream());
      process.destroyForcibly();
    } catch (IOException closed) {
      // The end of the connection is the end of the relay.
    }
  }

  private static InputStream input(java.net.Socket connection) {
    try {
      return connection.getInputStream();
    } catch (IOException closed) {
      return InputStream.nullInputStream();
    }
  }

  private static void copy(InputStream from, OutputStream to) {
    var buffer = new byte[8192];
    try (to) {
      for (var length = from.read(buffer); length >= 0; length = from.read(buffer)) {
        to.write(buffer, 0, length);
        to.flush();
      }
    } catch (IOException closed) {
      // One side has gone, so the other one is told by the stream that is closed now.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
