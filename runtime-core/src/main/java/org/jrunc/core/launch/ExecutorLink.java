package org.jrunc.core.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.linux.SocketCalls.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The engine's end of the sync socket of one executor. The ladder of what is said on it is drawn in
 * program.h. Closing it makes an executor that waits for a {@link #go} give up and exit.
 */
public final class ExecutorLink implements AutoCloseable {
  private static final byte[] GO = {1};
  private final Kernel kernel;
  private final Caller caller;
  private final Fd socket;
  private final int pid;

  /**
   * The process as it was started, until it has said which one goes on for it. If it dies between
   * the two, the other has the socket as well, and keeps silent for want of a {@link #go}.
   */
  private Optional<Pidfd> starter;

  private boolean attended = true;
  private @Nullable Report early;

  private ExecutorLink(Kernel kernel, Caller caller, Fd socket, int pid) {
    this.kernel = kernel;
    this.caller = caller;
    this.socket = socket;
    this.pid = pid;
    this.starter = Pidfd.open(kernel, pid);
  }

  /**
   * Has the caller start an executor, with a new sync socket at {@code base}, the program at {@code
   * base + 1} and the others after it.
   *
   * @param program the encoded program, which is put into a sealed file
   */
  public static ExecutorLink spawn(
      Kernel kernel,
      Caller caller,
      ExecutorImage image,
      byte[] program,
      int base,
      List<Fd> others,
      boolean subreaper) {
    return spawn(kernel, caller, image, program, base, others, subreaper, () -> {});
  }

  /**
   * The same, with something that is done while the caller is busy.
   *
   * @param meanwhile may fail; the executor, which got no {@link #go}, ends then
   */
  public static ExecutorLink spawn(
      Kernel kernel,
      Caller caller,
      ExecutorImage image,
      byte[] program,
      int base,
      List<Fd> others,
      boolean subreaper,
      Runnable meanwhile) {
    var pair = kernel.socketPair(Kind.MESSAGES);
    try (var theirs = pair.second();
        var file = kernel.sealedFile("jrunc-program", program, false)) {
      var layout = new ArrayList<Fd>(List.of(theirs, file));
      layout.addAll(others);
      int pid = caller.spawn(image.fd(), base, layout, subreaper, meanwhile);
      return new ExecutorLink(kernel, caller, pair.first(), pid);
    } catch (RuntimeException | Error e) {
      pair.close();
      throw e;
    }
  }

  /** The pid of the executor as it was started; that of the container is reported. */
  public int pid() {
    return pid;
  }

  /** Minds no more whether the caller is still there: what has begun is brought to its end. */
  public void disregardCaller() {
    attended = false;
  }

  /**
   * Waits for the next report; that the executor has died is one as well.
   *
   * @throws ClientGone if the caller dies before
   */
  public Report await() {
    return await(-1).orElseThrow();
  }

  /**
   * Waits for the next report of a program that makes a process. What that one says before its
   * maker has named it comes after its pid.
   *
   * @throws ClientGone if the caller dies before
   */
  public Report awaitInOrder() {
    var report = early;
    if (report != null) {
      early = null;
      return report;
    }
    report = await();
    if (starter.isEmpty() || report instanceof Report.Failed || report instanceof Report.Closed) {
      return report;
    }
    early = report;
    return await();
  }

  /**
   * Waits for the next report.
   *
   * @param timeoutMillis how long at most; negative for ever
   * @return empty after the timeout
   * @throws ClientGone if the caller dies before
   */
  public Optional<Report> await(int timeoutMillis) {
    var watched = new ArrayList<Fd>(List.of(socket));
    var lifeline = attended ? caller.lifeline() : Optional.<Fd>empty();
    lifeline.ifPresent(watched::add);
    starter.ifPresent(process -> watched.add(process.fd()));
    var ready = kernel.awaitReadable(timeoutMillis, watched);
    if (ready.contains(socket)) {
      return Optional.of(read());
    }
    if (lifeline.filter(ready::contains).isPresent()) {
      throw new ClientGone();
    }
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    // What it said before it ended may have come after the socket was looked at.
    boolean said = !kernel.awaitReadable(0, List.of(socket)).isEmpty();
    return Optional.of(said ? read() : new Report.Closed());
  }

  private Report read() {
    try (var message = kernel.receive(socket, ReportCodec.SIZE)) {
      var report = ReportCodec.decode(message);
      if (report instanceof Report.Pid) {
        forgetStarter();
      }
      return report;
    }
  }

  private void forgetStarter() {
    starter.ifPresent(Pidfd::close);
    starter = Optional.empty();
  }

  /** Lets the executor go on. If it has died, the next report says so. */
  public void go() {
    try {
      kernel.send(socket, GO, List.of());
    } catch (SyscallFailure e) {
      if (!e.is(Errno.EPIPE)) {
        throw e;
      }
    }
  }

  @Override
  public void close() {
    if (early != null) {
      early.discard();
    }
    forgetStarter();
    socket.close();
  }
}
