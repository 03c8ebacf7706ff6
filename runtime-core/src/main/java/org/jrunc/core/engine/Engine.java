package org.jrunc.core.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.FdPair;
import org.jrunc.core.linux.Kernel;

/**
 * The server that answers clients. It is handed its socket, serves every connection on a thread of
 * its own, and ends after a time without requests, or on SIGTERM once the running ones are served,
 * or as soon as it is all that its {@link Adopter} waits for. No client is lost between an engine
 * that ends and the next one: see {@link ListeningSocket}.
 */
public final class Engine {
  /** The descriptor of the socket, as in sd_listen_fds(3). */
  public static final int SOCKET_FD = 3;

  /** A pause between the commands of one lifecycle is no idleness yet. */
  private static final long QUIET_MILLIS = 100;

  private static final long FULL_MILLIS = 20;

  /** How long an engine stays that only keeps a subreaper of its caller from ending. */
  private static final long HELD_MILLIS = 1_000;

  private static final long LOOK_MILLIS = 250;

  private final Kernel kernel;
  private final EngineOptions options;
  private final Session session;
  private final Warmup warmup;
  private final Activity activity = new Activity();
  private final Adopter adopter = new Adopter();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final FdPair wakeup;

  /**
   * An engine that does not run yet.
   *
   * @param handler what carries out the commands
   * @param warmup what a listening engine does in its first idle moments
   */
  public Engine(Kernel kernel, EngineOptions options, RequestHandler handler, Warmup warmup) {
    this.kernel = kernel;
    this.options = options;
    var anybodysSocket = !options.oneshot() && !options.ownsSocket();
    this.session =
        new Session(
            kernel,
            handler,
            anybodysSocket
                ? Optional.of(View.of(kernel, Path.of("/proc/self")))
                : Optional.empty());
    this.warmup = warmup;
    this.wakeup = kernel.pipe();
  }

  /** Serves the socket that this process was started with; returns when the engine has ended. */
  public void run() {
    var socket = Fd.owned(SOCKET_FD);
    kernel.closeOnExec(socket, true);
    run(socket);
  }

  /** Serves a socket, listening or connected as the options say. */
  void run(Fd socket) {
    if (options.oneshot()) {
      session.serve(socket);
      return;
    }
    var stopper = new Thread(this::stop, "stop");
    Runtime.getRuntime().addShutdownHook(stopper);
    try (var listening = new ListeningSocket(kernel, socket, options.ownsSocket())) {
      listen(listening);
    } finally {
      ended.countDown();
    }
  }

  /**
   * Ends the engine when the running requests are served, and returns then. As a shutdown hook it
   * so holds up the end of the process.
   */
  void stop() {
    stopping.set(true);
    kernel.write(wakeup.second(), new byte[1]);
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen(ListeningSocket listening) {
    var threads = Executors.newCachedThreadPool(Thread.ofPlatform().name("request-", 0).factory());
    var warming = Thread.ofPlatform().daemon().name("warm-up").start(this::warmUp);
    try {
      while (!stopping.get() && !isOfNoUse()) {
        long wait = untilTheNextLook();
        var watched = List.of(listening.fd(), wakeup.first());
        if (kernel
            .awaitReadable(Math.clamp(wait, 1, Integer.MAX_VALUE), watched)
            .contains(listening.fd())) {
          acceptOne(listening, threads);
        }
      }
      if (listening.retire()) {
        boolean another;
        do {
          another = acceptOne(listening, threads);
        } while (another);
      }
      warming.interrupt();
      activity.awaitNone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdown();
    }
  }

  /** Without requests for long enough, or for a moment and in somebody's way. */
  private boolean isOfNoUse() {
    long idle = activity.idleMillis();
    return idle >= options.idle().toMillis()
        || (idle >= HELD_MILLIS && options.ownsSocket() && adopter.waitsForNothingElse());
  }

  private long untilTheNextLook() {
    long idle = activity.idleMillis();
    long left = options.idle().toMillis() - idle;
    if (!options.ownsSocket() || adopter.isInit()) {
      return left;
    }
    return Math.min(left, idle < HELD_MILLIS ? HELD_MILLIS - idle : LOOK_MILLIS);
  }

  private boolean acceptOne(ListeningSocket listening, ExecutorService threads)
      throws InterruptedException {
    try {
      var client = listening.accept();
      client.ifPresent(socket -> serve(socket, threads));
      return client.isPresent();
    } catch (SyscallFailure e) {
      if (!e.is(Errno.EMFILE) && !e.is(Errno.ENFILE) && !e.is(Errno.ENOMEM)) {
        throw e;
      }
      // The client waits in the queue until a request has ended and given something back.
      Thread.sleep(FULL_MILLIS);
      return true;
    }
  }

  private void serve(Fd socket, ExecutorService threads) {
    activity.begin();
    try {
      threads.execute(
          () -> {
            try {
              session.serve(socket);
            } finally {
              activity.end();
            }
          });
    } catch (OutOfMemoryError e) {
      // No thread can be made: this client sees its connection close, the others are still served.
      activity.end();
      socket.close();
    }
  }

  private void warmUp() {
    try {
      do {
        activity.awaitIdle(QUIET_MILLIS);
      } while (!stopping.get() && warmup.round());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
