package org.jrunc.conformance.clients.cri;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jrunc.conformance.support.Bundle;
import tools.jackson.databind.JsonNode;

/**
 * A client of the container runtime interface. Requests and responses are JSON, as crictl(1) writes
 * them: names in camel case, long numbers as strings, bytes in base64.
 */
final class Cri implements AutoCloseable {
  private static final ProtoFile MESSAGES = new ProtoFile(Bundle.resource("cri.proto"));

  private final EpollEventLoopGroup threads = new EpollEventLoopGroup(1);
  private final ManagedChannel channel;

  /** A client of the server that listens on a socket. */
  Cri(Path socket) {
    channel =
        NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
            .eventLoopGroup(threads)
            .channelType(EpollDomainSocketChannel.class)
            .overrideAuthority("localhost")
            .usePlaintext()
            .build();
  }

  /** Calls a method of the runtime service; an error is a {@code StatusRuntimeException}. */
  JsonNode call(String method, JsonNode request) {
    var type =
        MethodDescriptor.newBuilder(
                marshaller(MESSAGES.message(method + "Request")),
                marshaller(MESSAGES.message(method + "Response")))
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("runtime.v1.RuntimeService/" + method)
            .build();
    var options = CallOptions.DEFAULT.withWaitForReady().withDeadlineAfter(1, TimeUnit.MINUTES);
    return ClientCalls.blockingUnaryCall(channel, type, options, request);
  }

  private static MethodDescriptor.Marshaller<JsonNode> marshaller(Descriptor message) {
    return new MethodDescriptor.Marshaller<>() {
      @Override
      public InputStream stream(JsonNode value) {
        try {
          var builder = DynamicMessage.newBuilder(message);
          JsonFormat.parser().merge(value.toString(), builder);
          return builder.build().toByteString().newInput();
        } catch (InvalidProtocolBufferException wrong) {
          throw new IllegalArgumentException(value.toString(), wrong);
        }
      }

      @Override
      public JsonNode parse(InputStream stream) {
        try {
          var parsed = DynamicMessage.parseFrom(message, stream);
          return Bundle.jsonText(
              JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(parsed));
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
      }
    };
  }

  @Override
  public void close() {
    channel.shutdownNow();
    var _ = threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
