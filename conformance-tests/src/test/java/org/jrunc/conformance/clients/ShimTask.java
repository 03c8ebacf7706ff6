package org.jrunc.conformance.clients;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The task service of a shim, {@code containerd.task.v2.Task}, spoken to as containerd does: ttrpc,
 * which is a header of ten bytes before a message of protocol buffers. For what {@code ctr} 1.6 has
 * no command.
 */
final class ShimTask implements AutoCloseable {
  private static final byte REQUEST = 1;
  private static final int HEADER = 10;
  private static final ByteString RESOURCES =
      ByteString.copyFromUtf8("types.containerd.io/opencontainers/runtime-spec/1/LinuxResources");

  private final SocketChannel channel;

  private ShimTask(SocketChannel channel) {
    this.channel = channel;
  }

  /** The shim of a task. */
  static ShimTask of(Containerd containerd, String namespace, String id) {
    var tasks = containerd.directory().resolve("state/io.containerd.runtime.v2.task");
    try {
      var address = Files.readString(tasks.resolve(namespace).resolve(id).resolve("address"));
      var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(Path.of(address.replace("unix://", ""))));
      return new ShimTask(channel);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Changes limits.
   *
   * @param resources as {@code /linux/resources} of config.json
   * @return what was wrong, or an empty string
   */
  String update(String id, String resources) {
    var any = message(RESOURCES, ByteString.copyFromUtf8(resources));
    var payload = message(ByteString.copyFromUtf8(id), any);
    var service = ByteString.copyFromUtf8("containerd.task.v2.Task");
    return call(message(service, ByteString.copyFromUtf8("Update"), payload).toByteArray());
  }

  /** A message whose fields are numbered from one on. */
  private static ByteString message(ByteString... fields) {
    var message = UnknownFieldSet.newBuilder();
    IntStream.range(0, fields.length)
        .forEach(
            index ->
                message.addField(
                    index + 1,
                    UnknownFieldSet.Field.newBuilder().addLengthDelimited(fields[index]).build()));
    return message.build().toByteString();
  }

  private String call(byte[] request) {
    var frame = ByteBuffer.allocate(HEADER + request.length);
    frame.putInt(request.length).putInt(1).put(REQUEST).put((byte) 0).put(request).flip();
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
      var response = UnknownFieldSet.parseFrom(ByteString.copyFrom(read(read(HEADER).getInt())));
      return error(response);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The text in the status, which a response begins with if something was wrong. */
  private static String error(UnknownFieldSet response) throws IOException {
    var text = new StringBuilder();
    for (var status : response.getField(1).getLengthDelimitedList()) {
      text.append(
          UnknownFieldSet.parseFrom(status).getField(2).getLengthDelimitedList().stream()
              .map(ByteString::toStringUtf8)
              .collect(Collectors.joining()));
    }
    return text.toString();
  }

  private ByteBuffer read(int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the shim has hung up");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
