package org.jrunc.conformance.clients;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.Suite;

/** A program that serves others until it is stopped, at the latest when the suite ends. */
public final class Daemon implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name;
  private final Command.Running running;

  private Daemon(String name, Command.Running running) {
    this.name = name;
    this.running = running;
  }

  /** Starts a program and waits until it is ready; one that ends before fails with its output. */
  public static Daemon start(String name, Command command, BooleanSupplier isReady) {
    var daemon = new Daemon(name, command.start());
    Suite.atEnd(daemon);
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady.getAsBoolean()) {
      if (!daemon.running.process().isAlive() || System.nanoTime() > end) {
        daemon.close();
        throw new AssertionError(name + " is not ready: " + daemon.running.await());
      }
      Container.pause(50);
    }
    return daemon;
  }

  /** Its process id. */
  public long pid() {
    return running.process().pid();
  }

  /** Kills it as a crash would. */
  public void kill() {
    running.process().destroyForcibly();
    awaitEnd();
  }

  /** Waits until it has ended. */
  public void awaitEnd() {
    Container.await("end of " + name, () -> !running.process().isAlive());
  }

  /** Tells it to end with SIGTERM, and kills it if it does not. */
  @Override
  public void close() {
    running.process().destroy();
    try {
      if (!running.process().waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException interrupted) {
      kill();
      Thread.currentThread().interrupt();
    }
  }
}
