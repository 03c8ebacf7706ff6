package org.jrunc.cli.render;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;

/** Manual pages of section 8, made from the same tables that the parser reads. */
public final class ManPage {
  private ManPage() {}

  /** The page of the program, which lists the commands. */
  public static String ofProgram(
      String program,
      String version,
      String summary,
      List<CommandModel> commands,
      List<Flag> flags) {
    var page = new StringBuilder(header(program, program, version));
    section(page, "NAME", text(program + " - " + summary));
    section(
        page,
        "SYNOPSIS",
        bold(program) + " [global options] \\fIcommand\\fR [command options] [arguments]\n");
    section(
        page,
        "DESCRIPTION",
        text("Runs containers from bundles as the OCI runtime specification asks for."));
    section(
        page,
        "COMMANDS",
        commands.stream()
            .map(c -> entry(bold(program + "-" + c.name()) + "(8)", c.summary()))
            .collect(Collectors.joining()));
    section(page, "GLOBAL OPTIONS", options(flags));
    section(
        page,
        "EXIT STATUS",
        text(
            "0 on success, 1 on failure; run in the foreground exits with the status of the"
                + " container's process, 128 and the signal's number added if a signal ended it."));
    return page.toString();
  }

  /** The page of one command. */
  public static String ofCommand(String program, String version, CommandModel command) {
    var page = new StringBuilder(header(program + "-" + command.name(), program, version));
    var usage = command.argumentsUsage().lines().findFirst().orElse("");
    section(page, "NAME", text(program + "-" + command.name() + " - " + command.summary()));
    section(
        page,
        "SYNOPSIS",
        bold(program + " " + command.name())
            + (command.visibleFlags().isEmpty() ? "" : " [options]")
            + (usage.isEmpty() ? "" : " \\fI" + escape(usage) + "\\fR")
            + "\n");
    section(page, "DESCRIPTION", text(command.description().replace("%s", program)));
    if (!command.visibleFlags().isEmpty()) {
      section(page, "OPTIONS", options(command.visibleFlags()));
    }
    section(page, "SEE ALSO", bold(program) + "(8)\n");
    return page.toString();
  }

  private static String header(String title, String program, String version) {
    return ".TH \"%s\" \"8\" \"\" \"%s %s\" \"System administration\"\n"
        .formatted(title.toUpperCase(Locale.ROOT), program, version);
  }

  private static void section(StringBuilder page, String title, String body) {
    page.append(".SH ").append(title).append('\n').append(body);
  }

  private static String options(List<Flag> flags) {
    return flags.stream()
        .filter(flag -> !flag.hidden())
        .map(flag -> entry(bold(flag.synopsis()), flag.usage()))
        .collect(Collectors.joining());
  }

  private static String entry(String term, String explanation) {
    return ".TP\n" + term + "\n" + text(explanation);
  }

  private static String bold(String text) {
    return "\\fB" + escape(text) + "\\fR";
  }

  /** Paragraphs, where indented lines are kept as they are. */
  private static String text(String text) {
    return text.lines()
            .map(
                line ->
                    line.isEmpty()
                        ? ".PP"
                        : line.startsWith(" ") ? ".br\n" + escape(line) : escape(line))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String escape(String text) {
    var escaped = text.replace("\\", "\\e").replace("-", "\\-");
    return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
  }
}
