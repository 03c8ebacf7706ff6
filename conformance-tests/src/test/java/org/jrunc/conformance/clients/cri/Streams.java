package org.jrunc.conformance.clients.cri;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jrunc.conformance.support.Container;

/**
 * The streams of a command as kubectl(1) gets them: a WebSocket to the node's streaming server,
 * whose messages begin with the number of their channel.
 */
final class Streams implements WebSocket.Listener, AutoCloseable {
  private static final byte STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int STATUS = 3;

  private final Map<Integer, String> received = new ConcurrentHashMap<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Relay relay;
  private final WebSocket socket;
  private int channel = -1;

  /** Opens what a method such as {@code Exec} has answered with. */
  Streams(String url) {
    var target = URI.create(url);
    relay = new Relay(target.getPort());
    socket =
        client
            .newWebSocketBuilder()
            .subprotocols("v4.channel.k8s.io")
            .buildAsync(URI.create("ws://127.0.0.1:" + relay.port() + target.getPath()), this)
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
  }

  /** Writes to standard input. */
  void send(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var message = ByteBuffer.allocate(bytes.length + 1).put(STDIN).put(bytes).flip();
    socket.sendBinary(message, true).join();
  }

  /** Waits until standard output has a text. */
  void awaitOutput(String text) {
    Container.await("output `" + text + "`", () -> output().contains(text));
  }

  /** Waits until the command has ended and tells how, in JSON. */
  String awaitEnd() {
    closed.orTimeout(20, TimeUnit.SECONDS).join();
    return received.getOrDefault(STATUS, "");
  }

  /** Standard output so far. */
  String output() {
    return received.getOrDefault(STDOUT, "");
  }

  /** Standard error so far. */
  String errors() {
    return received.getOrDefault(STDERR, "");
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean isLast) {
    if (channel < 0 && data.hasRemaining()) {
      channel = data.get();
    }
    received.merge(channel, StandardCharsets.UTF_8.decode(data).toString(), String::concat);
    channel = isLast ? -1 : channel;
    from.request(1);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closed.complete(status);
    return CompletableFuture.completedStage(null);
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.completeExceptionally(failure);
  }

  @Override
  public void close() {
    socket.abort();
    client.shutdownNow();
    relay.close();
  }
}
