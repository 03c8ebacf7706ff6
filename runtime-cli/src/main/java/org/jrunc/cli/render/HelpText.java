package org.jrunc.cli.render;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;

/** Help texts in the layout of runc, whose first two lines callers look at. */
public final class HelpText {
  private static final String INDENT = "   ";

  /** What the program is, in the words that callers look for. */
  public static final String PROGRAM_SUMMARY = "Open Container Initiative runtime";

  private HelpText() {}

  /** The help of the whole program. */
  public static String ofProgram(
      String program, String version, List<CommandModel> commands, List<Flag> flags) {
    return section("NAME", program + " - " + PROGRAM_SUMMARY)
        + section("USAGE", program + " [global options] command [command options] [arguments...]")
        + section("VERSION", version)
        + section("COMMANDS", columns(commands, CommandModel::name, CommandModel::summary))
        + section("GLOBAL OPTIONS", flags(flags)).stripTrailing()
        + "\n";
  }

  /** The help of one command. */
  public static String ofCommand(String program, CommandModel command, List<Flag> globalFlags) {
    var flags = command.visibleFlags();
    var usage =
        program
            + " "
            + command.name()
            + (flags.isEmpty() ? " " : " [options] ")
            + command.argumentsUsage();
    return section("NAME", program + " " + command.name() + " - " + command.summary())
        + section("USAGE", usage.strip())
        + section("DESCRIPTION", command.description().replace("%s", program))
        + section("OPTIONS", flags(flags))
        + section("GLOBAL OPTIONS", flags(globalFlags)).stripTrailing()
        + "\n";
  }

  private static String section(String title, String body) {
    if (body.isEmpty()) {
      return "";
    }
    var lines = body.stripTrailing().lines().map(line -> line.isEmpty() ? "" : INDENT + line);
    return title + ":\n" + lines.collect(Collectors.joining("\n")) + "\n\n";
  }

  private static String flags(List<Flag> flags) {
    return columns(flags, Flag::synopsis, HelpText::explanation);
  }

  private static String explanation(Flag flag) {
    var standard = flag.standard();
    return standard.isEmpty() || standard.equals("0")
        ? flag.usage()
        : flag.usage() + " (default: " + standard + ")";
  }

  private static <T> String columns(
      List<T> rows, Function<T, String> left, Function<T, String> right) {
    var width = rows.stream().map(left).mapToInt(String::length).max().orElse(0) + 2;
    var text = new StringBuilder();
    for (var row : rows) {
      var name = left.apply(row);
      text.append(name).repeat(' ', width - name.length()).append(right.apply(row)).append('\n');
    }
    return text.toString();
  }
}
