package org.jrunc.core.container;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.launch.HookCommand;
import org.jrunc.core.launch.HookOutcome;
import org.jrunc.core.launch.SearchPath;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.core.linux.WaitStatus;

/**
 * What ps(1) of the caller's host says of some processes: its header, and its lines about them.
 * Every failure is in runc's words.
 */
final class ProcessTable {
  private static final String PROGRAM = "ps";
  private static final List<String> STANDARD = List.of("-ef");
  private static final Path NOTHING = Path.of("/dev/null");

  private final Kernel kernel;
  private final Caller caller;

  ProcessTable(Kernel kernel, Caller caller) {
    this.kernel = kernel;
    this.caller = caller;
  }

  /**
   * The header, then the lines about these processes.
   *
   * @param arguments those of ps; without any it lists everything in full
   */
  String of(List<Integer> pids, List<String> arguments) {
    return select(output(arguments.isEmpty() ? STANDARD : arguments), pids);
  }

  private String output(List<String> arguments) {
    var program = SearchPath.of(caller).find(PROGRAM).orElseThrow(ProcessTable::notFound);
    var line = new ArrayList<String>();
    line.add(PROGRAM);
    line.addAll(arguments);
    try (var stdin = kernel.open(NOTHING, OpenFlags.READ);
        var output = kernel.memoryFile("ps-output")) {
      var outcome =
          caller.run(
              new HookCommand(
                  program.toString(),
                  line,
                  environment(),
                  Optional.empty(),
                  stdin,
                  output,
                  Duration.ZERO));
      var text = text(output);
      var complaint = complaint(outcome, program);
      if (!complaint.isEmpty()) {
        throw new HostFailure(complaint + ": " + text);
      }
      return text;
    }
  }

  private static HostFailure notFound() {
    return new HostFailure("exec: \"ps\": executable file not found in $PATH: ");
  }

  private List<String> environment() {
    var variables = new ArrayList<String>();
    caller.environment().forEach((name, value) -> variables.add(name + "=" + value));
    return variables;
  }

  /** How it failed, in the words of Go's os/exec; empty if it did not. */
  private static String complaint(HookOutcome outcome, Path program) {
    return switch (outcome) {
      case HookOutcome.Ended(WaitStatus status) -> status.isSuccess() ? "" : status.words();
      case HookOutcome.NotExecuted(int errno) ->
          "fork/exec " + program + ": " + Errno.textOf(errno);
      case HookOutcome.TimedOut() -> throw new IllegalStateException("it had all the time");
    };
  }

  private String text(Fd output) {
    var bytes = new byte[Math.toIntExact(kernel.facts(output).size())];
    int done = 0;
    while (done < bytes.length) {
      var rest = new byte[bytes.length - done];
      int count = kernel.readAt(output, rest, done);
      System.arraycopy(rest, 0, bytes, done, count);
      done += count;
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The header, and those of the lines below it that are about one of these processes. */
  static String select(String table, List<Integer> pids) {
    var lines = table.split("\n", -1);
    int column = Arrays.asList(fields(lines[0])).indexOf("PID");
    if (column < 0) {
      throw new HostFailure("couldn't find PID field in ps output");
    }
    var selection = new StringBuilder(lines[0]).append('\n');
    for (int i = 1; i < lines.length; i++) {
      var line = lines[i];
      if (!line.isEmpty() && pids.contains(pid(fields(line), column))) {
        selection.append(line).append('\n');
      }
    }
    return selection.toString();
  }

  private static String[] fields(String line) {
    return line.strip().split("\\s+");
  }

  private static int pid(String[] fields, int column) {
    var field = column < fields.length ? fields[column] : "";
    try {
      return Integer.parseInt(field);
    } catch (NumberFormatException e) {
      throw new HostFailure(
          "unable to parse pid: strconv.Atoi: parsing \"" + field + "\": invalid syntax");
    }
  }
}
