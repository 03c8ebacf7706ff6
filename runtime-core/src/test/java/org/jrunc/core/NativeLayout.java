package org.jrunc.core;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The numbers of program.h and protocol.h, as the C compiler sees them. */
public final class NativeLayout {
  private static final Path TOOL = Path.of("target/native/layout_check");
  private final Map<String, Long> numbers;

  private NativeLayout(Map<String, Long> numbers) {
    this.numbers = numbers;
  }

  /** Asks the tool that was compiled from the headers. */
  public static NativeLayout read() throws IOException {
    var process = new ProcessBuilder(TOOL.toString()).redirectErrorStream(true).start();
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      return new NativeLayout(
          lines
              .lines()
              .map(line -> line.split("=", 2))
              .collect(Collectors.toMap(pair -> pair[0], pair -> Long.valueOf(pair[1]))));
    }
  }

  /** The number that C has for the name; a constant, or {@code sizeof(...)}. */
  public long number(String name) {
    return Objects.requireNonNull(numbers.get(name), name);
  }

  /** How many names begin so. */
  public long count(String prefix) {
    return numbers.keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }
}
