package org.jrunc.core.criu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.compile.CriuCompiler;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.ClientGone;
import org.jrunc.core.launch.ExecutorImage;
import org.jrunc.core.launch.ExecutorLink;
import org.jrunc.core.launch.Report;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Message;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.program.Lowering;
import org.jrunc.core.program.Program;
import org.jrunc.core.program.ProgramEncoder;

/**
 * CRIU as a child of the caller, asked through a socket: {@code criu swrk}. It ends with the
 * connection.
 */
public final class CriuProcess implements AutoCloseable {
  private static final int DEATH_MILLIS = 10_000;
  private static final int MAX_RESPONSE = 40_960;
  private static final Path NULL = Path.of("/dev/null");

  private final Kernel kernel;
  private final Caller caller;
  private final Fd socket;
  private final Optional<Pidfd> process;
  private boolean attended;

  /** Takes a notification, and the descriptors that came with it, which it then owns. */
  @FunctionalInterface
  public interface Listener {
    /** Does what the notification is for. CRIU waits meanwhile. */
    void hear(CriuResponse notification, List<Fd> fds);
  }

  private CriuProcess(Kernel kernel, Caller caller, Fd socket, int pid) {
    this.kernel = kernel;
    this.caller = caller;
    this.socket = socket;
    this.process = Pidfd.open(kernel, pid);
  }

  /**
   * The path of CRIU.
   *
   * @throws HostFailure if the caller has none
   */
  public static Path program(Caller caller) {
    return CriuProgram.require(caller.environment());
  }

  /** Whether the caller has what CRIU by itself holds up a network with. */
  public static boolean hasIptables(Caller caller) {
    return CriuProgram.find("iptables-restore", caller.environment()).isPresent();
  }

  /** The environment of CRIU: the caller's. */
  public static List<String> environment(Caller caller) {
    var environment = new ArrayList<String>();
    caller.environment().forEach((name, value) -> environment.add(name + "=" + value));
    return environment;
  }

  /**
   * Starts CRIU.
   *
   * @param plan what comes before, of {@link CriuCompiler}
   * @param passed descriptors that it gets, from {@code CriuCompiler.SERVICE + 1} on
   * @param subreaper whether the caller first becomes the parent of orphaned descendants
   */
  public static CriuProcess start(
      Kernel kernel,
      Caller caller,
      ExecutorImage executor,
      Plan plan,
      List<Fd> passed,
      boolean subreaper) {
    var program = Lowering.lower(plan, CriuCompiler.FIRST);
    var encoded =
        ProgramEncoder.encode(program, Architecture.of(System.getProperty("os.arch", "")));
    var pair = kernel.socketPair(Kind.MESSAGES);
    try (var theirs = pair.second();
        var none = kernel.open(NULL, OpenFlags.READ_WRITE)) {
      var others = new ArrayList<Fd>(List.of(none, theirs));
      others.addAll(passed);
      try (var link =
          ExecutorLink.spawn(
              kernel, caller, executor, encoded, CriuCompiler.FIRST, others, subreaper)) {
        var criu = new CriuProcess(kernel, caller, pair.first(), link.pid());
        try {
          awaitExecution(link, program);
        } catch (RuntimeException | Error e) {
          criu.kill();
          throw e;
        }
        return criu;
      }
    } catch (RuntimeException | Error e) {
      pair.close();
      throw e;
    }
  }

  /** Its own socket closes when it executes. */
  private static void awaitExecution(ExecutorLink link, Program program) {
    if (link.await() instanceof Report.Failed(int operation, int errno)) {
      var step = program.steps().get(operation);
      throw new HostFailure(step.complaint() + ": " + Errno.textOf(errno));
    }
  }

  /** Its pid. */
  public int pid() {
    return process.map(Pidfd::pid).orElse(0);
  }

  /** A copy of one of its descriptors. */
  public Fd copyOf(int descriptor) {
    return process
        .orElseThrow(() -> new HostFailure("criu failed: it has ended"))
        .copyOf(descriptor);
  }

  /**
   * Minds from now on whether the caller is still there: a dump is better brought to its end, a
   * restore is not.
   */
  public void attend() {
    attended = true;
  }

  /**
   * Asks for something and waits for the answer.
   *
   * @throws HostFailure if it could not be done
   * @throws ClientGone if the caller ends before, and that is minded
   */
  public CriuResponse ask(CriuRequest request, Listener listener) {
    send(request);
    while (true) {
      awaitAnswer();
      try (var message = receive()) {
        var response = CriuResponse.decode(message.bytes());
        requireSuccess(response);
        if (response.type() != CriuRequest.Type.NOTIFY) {
          return response;
        }
        listener.hear(response, message.takeFds());
      }
      send(CriuRequest.goOn());
    }
  }

  private void send(CriuRequest request) {
    try {
      kernel.send(socket, request.encode(), List.of());
    } catch (SyscallFailure e) {
      throw e.is(Errno.EPIPE) ? ended() : e;
    }
  }

  private Message receive() {
    try {
      var message = kernel.receive(socket, MAX_RESPONSE);
      if (message.isEnd()) {
        throw ended();
      }
      return message;
    } catch (SyscallFailure e) {
      throw e.is(Errno.ECONNRESET) ? ended() : e;
    }
  }

  private static HostFailure ended() {
    return new HostFailure("criu failed: it ended before it answered");
  }

  private void awaitAnswer() {
    var lifeline = attended ? caller.lifeline() : Optional.<Fd>empty();
    var watched = new ArrayList<>(List.of(socket));
    lifeline.ifPresent(watched::add);
    if (!kernel.awaitReadable(-1, watched).contains(socket)) {
      throw new ClientGone();
    }
  }

  private static void requireSuccess(CriuResponse response) {
    if (!response.success()) {
      throw new HostFailure("criu failed: type " + response.type() + " errno " + response.errno());
    }
  }

  /** Ends it in the middle of its work. */
  public void kill() {
    process.ifPresent(
        running -> {
          running.signal(Abi.SIGKILL);
          running.awaitEnd(DEATH_MILLIS);
        });
  }

  /** Closes the connection and waits until it has ended. */
  @Override
  public void close() {
    socket.close();
    process.ifPresent(
        running -> {
          if (!running.awaitEnd(DEATH_MILLIS)) {
            running.signal(Abi.SIGKILL);
          }
          running.close();
        });
  }
}
