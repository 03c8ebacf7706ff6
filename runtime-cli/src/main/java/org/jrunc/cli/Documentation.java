package org.jrunc.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jrunc.cli.command.RootModel;
import org.jrunc.cli.render.Completion;
import org.jrunc.cli.render.HelpText;
import org.jrunc.cli.render.ManPage;
import org.jrunc.cli.session.ProgramName;
import org.jrunc.cli.session.Version;

/** Writes the manual pages and the shell completions; the build runs it for the distribution. */
public final class Documentation {
  private Documentation() {}

  /** Takes one argument, the directory below which {@code man/man8} and the like are made. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]));
  }

  /**
   * Writes all files.
   *
   * @throws IOException if one cannot be written
   */
  static void write(Path share) throws IOException {
    var commands = RootModel.commands();
    var program = ProgramName.OWN;
    var pages = Files.createDirectories(share.resolve("man/man8"));
    Files.writeString(
        pages.resolve(program + ".8"),
        ManPage.ofProgram(
            program, Version.number(), HelpText.PROGRAM_SUMMARY, commands, RootModel.FLAGS));
    for (var command : commands) {
      Files.writeString(
          pages.resolve(program + "-" + command.name() + ".8"),
          ManPage.ofCommand(program, Version.number(), command));
    }
    for (var completion : Completion.values()) {
      var script = share.resolve("completions").resolve(completion.path());
      Files.createDirectories(share.resolve("completions").resolve(completion.path()).getParent());
      Files.writeString(script, completion.script(commands, RootModel.FLAGS));
    }
  }
}
