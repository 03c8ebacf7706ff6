package org.jrunc.conformance.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A container id of a runtime, with the commands on it; closing it deletes the container by force.
 */
public final class Container implements AutoCloseable {
  private final OciRuntime runtime;
  private final Bundle bundle;
  private final String id;
  private @Nullable Path output;

  Container(OciRuntime runtime, Bundle bundle, String id) {
    this.runtime = runtime;
    this.bundle = bundle;
    this.id = id;
  }

  /** The container id. */
  public String id() {
    return id;
  }

  /** The runtime it belongs to. */
  public OciRuntime runtime() {
    return runtime;
  }

  /** The command {@code create}, not yet run. */
  public Command createCommand(String... options) {
    return onBundle("create", options);
  }

  /** Runs {@code create}. */
  public Outcome create(String... options) {
    return remember(createCommand(options).run());
  }

  /** The command {@code run}, not yet run. */
  public Command runCommand(String... options) {
    return onBundle("run", options);
  }

  /** Runs {@code run}, which waits for the container unless told {@code --detach}. */
  public Outcome run(String... options) {
    return remember(runCommand(options).run());
  }

  private Command onBundle(String verb, String... options) {
    var arguments = new ArrayList<>(List.of(verb, "--bundle", bundle.directory().toString()));
    arguments.addAll(List.of(options));
    arguments.add(id);
    return runtime.command(arguments.toArray(String[]::new));
  }

  private Outcome remember(Outcome outcome) {
    output = outcome.output();
    Measurement.created(outcome);
    return outcome;
  }

  /** The command {@code start}, not yet run. */
  public Command startCommand() {
    return runtime.command("start", id);
  }

  /** Runs {@code start}. */
  public Outcome start() {
    return startCommand().run();
  }

  /** Runs {@code state}. */
  public Outcome state() {
    return runtime.command("state", id).run();
  }

  /** Runs {@code kill} with a signal. */
  public Outcome kill(String signal) {
    return runtime.command("kill", id, signal).run();
  }

  /** The command {@code delete}, not yet run. */
  public Command deleteCommand(String... options) {
    var arguments = new ArrayList<>(List.of("delete"));
    arguments.addAll(List.of(options));
    arguments.add(id);
    return runtime.command(arguments.toArray(String[]::new));
  }

  /** Runs {@code delete}. */
  public Outcome delete(String... options) {
    return deleteCommand(options).run();
  }

  /** The document that {@code state} prints. */
  public JsonNode document() {
    return Bundle.JSON.readTree(state().succeeded().stdout());
  }

  /** The status that {@code state} tells, or {@code missing}. */
  public String status() {
    var outcome = state();
    return outcome.exit() == 0
        ? Bundle.JSON.readTree(outcome.stdout()).path("status").asString()
        : "missing";
  }

  /** The pid of the container's first process as the host sees it. */
  public long pid() {
    return document().path("pid").asLong();
  }

  /** What the container has written to its standard output so far. */
  public String output() {
    return output == null ? "" : Command.read(output);
  }

  /** Waits until the container's first process has ended. */
  public void awaitEnd(long pid) {
    await("end of process " + pid, () -> hasEnded(pid));
  }

  /** Waits until the container has printed a text. */
  public void awaitOutput(String text) {
    await("output `" + text + "`", () -> output().contains(text));
  }

  /** Waits at most 20 seconds for a condition; 3 when a reference is measured, which may fail. */
  public static void await(String what, BooleanSupplier condition) {
    var limit = Duration.ofSeconds(Measurement.isUnderWay() ? 3 : 20);
    var end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for: " + what);
      }
      pause(5);
    }
  }

  /** Sleeps. */
  public static void pause(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Whether a process is gone or waits only to be reaped. */
  public static boolean hasEnded(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return true;
    }
  }

  @Override
  public void close() {
    runtime.command("delete", "--force", id).run();
  }
}
