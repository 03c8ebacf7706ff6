package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of documentation whose commands are run as they stand: what is in its blocks of {@code
 * sh}. A command with {@code # → TEXT} behind it has to print the text; a block of {@code text}
 * after one of {@code sh} shows lines of what that one prints, {@code …} standing for anything.
 *
 * @param file of Markdown
 */
record Page(Path file) {
  private static final Path FOLDER = Path.of("../runtime-cli/clients").toAbsolutePath().normalize();
  private static final Pattern EXPECTED = Pattern.compile("^(.*\\S)\\s+# → (.+)$");

  /**
   * What a block of commands is shown to print.
   *
   * @param number of the block's first line on the page, which marks its output too
   */
  record Shown(int number, List<String> lines) {}

  /** All pages, one for each client. */
  static List<Page> all() {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().map(Page::new).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Its name without the ending. */
  String name() {
    return file.getFileName().toString().replace(".md", "");
  }

  /** The page as a script of bash, every command in the line that it has on the page. */
  String script() {
    var script = new StringBuilder();
    var language = "";
    var number = 0;
    for (var line : lines()) {
      number++;
      if (line.startsWith("```")) {
        language = language.isEmpty() ? language(line) : "";
        script.append(language.equals("sh") ? "echo " + mark(number) : "");
      } else if (language.equals("sh")) {
        script.append(command(line));
      }
      script.append('\n');
    }
    return script.toString();
  }

  /** What the page shows of the output of its commands. */
  List<Shown> shown() {
    var all = new ArrayList<Shown>();
    var language = "";
    var commands = 0;
    var number = 0;
    for (var line : lines()) {
      number++;
      if (line.startsWith("```")) {
        language = language.isEmpty() ? language(line) : "";
        commands = language.equals("sh") ? number : commands;
        if (language.equals("text")) {
          all.add(new Shown(commands, new ArrayList<>()));
        }
      } else if (language.equals("text") && !line.isBlank()) {
        all.getLast().lines().add(line.strip());
      }
    }
    return all;
  }

  /** The line that is printed before the output of a block. */
  static String mark(int number) {
    return "@@" + number + "@@";
  }

  private static String language(String fence) {
    var name = fence.substring(3).strip();
    return name.isEmpty() ? "none" : name;
  }

  private static String command(String line) {
    var expected = EXPECTED.matcher(line);
    return expected.matches()
        ? expected.group(1) + " | expect '" + expected.group(2).replace("'", "'\\''") + "'"
        : line;
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
