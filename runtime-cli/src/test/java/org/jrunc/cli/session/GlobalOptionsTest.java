package org.jrunc.cli.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.cli.option.FlagParser;
import org.jrunc.cli.option.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meaning of the global flags. */
class GlobalOptionsTest {
  private static final Optional<Path> HOME = Optional.of(Path.of("/home/kitten"));

  private static GlobalOptions options(
      String line, Optional<Path> directory, Map<String, String> environment, boolean root) {
    var tokens = line.isEmpty() ? List.<String>of() : List.of(line.split(" "));
    var arguments = FlagParser.parse(GlobalOptions.FLAGS, false, tokens);
    return GlobalOptions.of(arguments, directory, environment, root);
  }

  @ParameterizedTest
  @CsvSource({
    "--root r, /home/kitten/r",
    "--root=../r, /home/r",
    "--root /run//a/./b/, /run/a/b",
    "--root=, /home/kitten",
  })
  void makesTheRootAbsolute(String line, Path root) {
    var options = options(line, HOME, Map.of(), true);
    assertThat(options.root()).isEqualTo(root);
    assertThat(options.rootGiven()).isTrue();
  }

  @Test
  void keepsTheStateOfRootInRun() {
    var environment = Map.of("XDG_RUNTIME_DIR", "/run/user/0");
    assertThat(options("", HOME, environment, true).root()).isEqualTo(Path.of("/run/jrunc"));
  }

  @Test
  void keepsTheStateOfAUserInItsRuntimeDirectory() {
    var environment = Map.of("XDG_RUNTIME_DIR", "/run/user/7");
    var options = options("", HOME, environment, false);
    assertThat(options.root()).isEqualTo(Path.of("/run/user/7/jrunc"));
    assertThat(options.rootGiven()).isFalse();
    assertThat(options.inRuntimeDirectory()).isTrue();
    assertThat(options("--root /r", HOME, environment, false).inRuntimeDirectory()).isFalse();
    assertThat(options("", HOME, environment, true).inRuntimeDirectory()).isFalse();
  }

  @Test
  void takesARelativeRuntimeDirectoryForTheCallers() {
    var environment = Map.of("XDG_RUNTIME_DIR", "run");
    assertThat(options("", HOME, environment, false).root())
        .isEqualTo(Path.of("/home/kitten/run/jrunc"));
  }

  @Test
  void fallsBackToRunWithoutARuntimeDirectory() {
    assertThat(options("", HOME, Map.of(), false).root()).isEqualTo(Path.of("/run/jrunc"));
  }

  @Test
  void cannotResolveARelativeRootWithoutACurrentDirectory() {
    assertThatThrownBy(() -> options("--root r", Optional.empty(), Map.of(), true))
        .isInstanceOf(UsageException.class)
        .hasMessage("cannot resolve root `r`: no current directory");
    assertThat(options("--root /r", Optional.empty(), Map.of(), true).root())
        .isEqualTo(Path.of("/r"));
  }

  @Test
  void readsTheOtherFlags() {
    var options = options("--debug --log l --systemd-cgroup --rootless=true", HOME, Map.of(), true);
    assertThat(options.debug()).isTrue();
    assertThat(options.log()).contains("l");
    assertThat(options.systemdCgroup()).isTrue();
    assertThat(options.rootless()).isEqualTo("true");
  }
}
