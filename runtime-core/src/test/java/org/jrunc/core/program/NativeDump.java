package org.jrunc.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.core.abi.Architecture;

/**
 * The executor's own decoder, as a tool that prints programs. What it is given stays in {@code
 * target/native/programs}, where the fuzzer takes its seeds from.
 */
public final class NativeDump {
  private static final Path TOOL = Path.of("target/native/program_dump");
  private static final Path SEEDS = Path.of("target/native/programs");

  private NativeDump() {}

  /** Checks that C reads the program as Java wrote it. */
  public static void assertReadsTheSame(String name, Program program) throws IOException {
    var architecture = Architecture.of(System.getProperty("os.arch", ""));
    var encoded = ProgramEncoder.encode(program, architecture);
    assertThat(dump(name, encoded)).isEqualTo(NumericPrinter.print(program, architecture, encoded));
  }

  /** What the tool says to these bytes, on standard output and error. */
  static String dump(String name, byte[] encoded) throws IOException {
    var file = Files.createDirectories(SEEDS).resolve(name + ".program");
    Files.write(file, encoded);
    var process =
        new ProcessBuilder(TOOL.toString(), file.toString()).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
