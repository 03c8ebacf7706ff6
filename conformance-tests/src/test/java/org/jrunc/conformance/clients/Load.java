package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jrunc.conformance.support.ClientResults;
import org.jrunc.conformance.support.OciRuntime;

/** Many containers of a client, some at a time, each with probes. */
final class Load {
  static final String FEATURE = "100 containers, 10 at a time, with health checks";
  private static final int CONTAINERS = 100;
  private static final int AT_ONCE = 10;

  private Load() {}

  /**
   * Runs them all; none may fail. The time is kept for the table.
   *
   * @param life runs the container of a number and returns what its probe left: {@code probed}
   */
  static void carry(String client, OciRuntime runtime, IntFunction<String> life)
      throws InterruptedException {
    var begin = System.nanoTime();
    try (var workers = Executors.newFixedThreadPool(AT_ONCE)) {
      var lives =
          IntStream.range(0, CONTAINERS)
              .mapToObj(number -> workers.submit(() -> life.apply(number)))
              .toList();
      for (var each : lives) {
        assertThat(each.get()).isEqualTo("probed");
      }
    } catch (ExecutionException failure) {
      throw new AssertionError(failure.getCause());
    }
    ClientResults.took(client, FEATURE, runtime.name(), System.nanoTime() - begin);
  }
}
