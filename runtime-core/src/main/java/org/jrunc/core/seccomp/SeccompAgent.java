package org.jrunc.core.seccomp;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.jrunc.spec.json.SpecWriter;
import org.jrunc.spec.state.ContainerProcessState;
import org.jrunc.spec.state.State;

/**
 * Whoever answers for the system calls that a filter asks about: it accepts connections on a stream
 * socket, and gets one message with the state of the process and the listener (config-linux.md,
 * "The Container Process State").
 */
public final class SeccompAgent {
  private static final String POINTER = "/linux/seccomp/listenerPath";

  private final Kernel kernel;
  private final Path socket;

  private SeccompAgent(Kernel kernel, Path socket) {
    this.kernel = kernel;
    this.socket = socket;
  }

  /** The agent that listens at a path. */
  public static SeccompAgent at(Kernel kernel, Path socket) {
    return new SeccompAgent(kernel, socket);
  }

  /**
   * Sends it the listener of a process.
   *
   * @param metadata the text that config.json has for the agent
   * @param state the container with the process
   * @throws SpecFailure if nobody listens there
   */
  public void send(Fd listener, Optional<String> metadata, State state) {
    var pid = state.pid();
    send(listener, metadata, pid == null ? 0 : pid, state);
  }

  /**
   * Sends it the listener of a process that joined a container.
   *
   * @param metadata the text that config.json has for the agent
   * @param pid the process
   * @param state the container with its first process
   * @throws SpecFailure if nobody listens there
   */
  public void send(Fd listener, Optional<String> metadata, int pid, State state) {
    var message =
        new ContainerProcessState(
            state.ociVersion(),
            List.of(ContainerProcessState.SECCOMP_FD),
            pid,
            metadata.orElse(null),
            state);
    try (var connection = connect()) {
      var json = SpecWriter.compact(message).getBytes(StandardCharsets.UTF_8);
      kernel.send(connection, json, List.of(listener));
    }
  }

  private Fd connect() {
    try {
      return kernel.connect(Kind.STREAM, socket);
    } catch (SyscallFailure e) {
      throw new SpecFailure(
          POINTER,
          "failed to connect with seccomp agent specified in the seccomp profile: "
              + e.getMessage());
    }
  }
}
