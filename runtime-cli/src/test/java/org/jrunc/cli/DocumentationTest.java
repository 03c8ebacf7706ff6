package org.jrunc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jrunc.cli.command.RootModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manual pages and completions hold what the option tables hold. */
class DocumentationTest {
  @TempDir Path share;

  @BeforeEach
  void write() throws IOException {
    Documentation.write(share);
  }

  @Test
  void hasAPageForEveryCommandWithEveryFlag() {
    for (var command : RootModel.commands()) {
      var page = assertThat(share.resolve("man/man8/jrunc-" + command.name() + ".8")).content();
      page.startsWith(".TH \"JRUNC-").contains(".SH NAME\njrunc\\-" + command.name() + " \\- ");
      for (var flag : command.visibleFlags()) {
        page.contains("\\-\\-" + flag.name().replace("-", "\\-"));
      }
    }
  }

  @Test
  void listsEveryCommandInThePageOfTheProgram() {
    var page = assertThat(share.resolve("man/man8/jrunc.8")).content();
    RootModel.commands()
        .forEach(command -> page.contains("\\fBjrunc\\-" + command.name() + "\\fR(8)"));
  }

  @Test
  void completesEveryCommandInEveryShell() {
    for (var script : new String[] {"bash/jrunc", "zsh/_jrunc", "fish/jrunc.fish"}) {
      var text = assertThat(share.resolve("completions").resolve(script)).content();
      RootModel.commands().forEach(command -> text.contains(command.name()));
    }
  }
}
