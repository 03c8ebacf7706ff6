package org.jrunc.conformance.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shells offer with the scripts of {@code completion}; each shell really does it. */
@BundleTest
class CompletionTest {

  /** bash calls the function with the words that it has broken at blanks and signs of equality. */
  private static final String BASH =
      """
      source "$1"; shift
      complete -p jrunc >/dev/null || exit 1
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
      _jrunc && printf '%s\\n' "${COMPREPLY[@]}"
      """;

  private static final String FISH =
      "source $argv[1]; complete -C (string join ' ' -- $argv[2..]) | string replace -r '\\t.*' ''";

  /** An interactive zsh on a terminal of its own, where what it would show is printed instead. */
  private static final String ZSH =
      """
      zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z 'PROMPT=; stty -echo cols 1000; autoload -Uz compinit; compinit -D -u
        LISTMAX=10000; compadd() {
          if [[ "$*" != *" -"[OAD]" "* && "$1" != -[OAD] ]]; then
            typeset -a hits; builtin compadd -A hits "$@"; print -rl -- HIT:$^hits
          fi; builtin compadd "$@"; }
        TRAPUSR1() { print END; }; source '$1'; print READY'
      zpty -r z x '*READY*'
      zpty -w -n z "${(j: :)@[2,-1]}"$'\\t\\t'
      zpty -w z $'\\C-e\\C-uprint -n E; print ND'
      zpty -r z out '*END*'
      print -r -- $out | tr -d '\\r' | grep -o 'HIT:.*' | sed 's/HIT://' | sort -u
      """;

  private static List<String> offered(
      String shell, OciRuntime runtime, List<String> before, String... words) throws IOException {
    var file = Suite.newPath("completion");
    Files.writeString(file, runtime.command("completion", shell).run().succeeded().stdout());
    var line =
        switch (shell) {
          case "bash" -> List.of("bash", "-c", BASH, "sh", file.toString());
          case "zsh" -> List.of("zsh", "-f", "-c", ZSH, "sh", file.toString());
          default -> List.of("fish", "--no-config", "-c", FISH, file.toString());
        };
    var all = new java.util.ArrayList<>(line);
    all.add("jrunc");
    all.addAll(before);
    all.addAll(List.of(words));
    var path = runtime.binary().resolveSibling(".").normalize() + ":" + System.getenv("PATH");
    var outcome = new Command(all).env("PATH", path).env("HOME", Suite.scratch().toString()).run();
    assertThat(outcome.stderr()).as("%s", outcome).isEmpty();
    return outcome.stdout().lines().map(String::strip).filter(text -> !text.isEmpty()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "bash, st, start state",
    "bash, help st, start state",
    "bash, completion '', bash zsh fish",
    "bash, --root state cr, create",
    "bash, --root = state cr, create",
    "bash, --log-fo, --log-format",
    "bash, delete --fo, --force",
    "bash, delete x --re, --regex",
    "bash, create --bundle /pro, /proc",
    "bash, create --bundle = /pro, /proc",
    "bash, --log /etc/passw, /etc/passwd- /etc/passwd",
    "zsh, st, start state",
    "zsh, help st, start state",
    "zsh, completion z, zsh",
    "zsh, --log-fo, --log-format",
    "zsh, delete --fo, --force",
    "fish, st, start state",
    "fish, help st, start state",
    "fish, completion '', bash zsh fish",
    "fish, --log-fo, --log-format",
    "fish, delete --fo, --force",
    "fish, create --bundle /pro, /proc/",
    "fish, --root state cr, create",
    "fish, --root=state --debug cr, create",
    "fish, --log state delete --fo, --force",
  })
  void offersCommandsFlagsAndFiles(String shell, String words, String offers, OciRuntime runtime)
      throws IOException {
    var typed = words.replace("''", "").split(" ", -1);
    assertThat(offered(shell, runtime, List.of(), typed)).containsAll(List.of(offers.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "bash, '--root '",
    "bash, '--root = '",
    "zsh, '--root '",
    "zsh, --root=",
    "fish, '--root '",
    "fish, --root=",
  })
  void offersContainersOfTheRootThatIsGiven(
      String shell, String flag, Bundle bundle, OciRuntime runtime) throws IOException {
    bundle.args("/probe", "trap");
    var before = List.of((flag + runtime.root()).split(" "));
    try (var container = bundle.container(runtime)) {
      container.create().succeeded();
      for (var verb : List.of("start", "kill", "delete")) {
        assertThat(offered(shell, runtime, before, verb, "conf")).contains(container.id());
      }
    }
    assertThat(offered(shell, runtime, before, "start", "conf")).isEmpty();
  }

  @Test
  void isWhatTheDistributionHasAsFiles(OciRuntime runtime) throws IOException {
    var share = runtime.binary().resolve("../../share/completions").normalize();
    for (var shell : List.of("bash/jrunc", "zsh/_jrunc", "fish/jrunc.fish")) {
      var name = shell.substring(0, shell.indexOf('/'));
      assertThat(runtime.command("completion", name).run().succeeded().stdout())
          .isEqualTo(Files.readString(share.resolve(shell)));
    }
  }

  @Test
  void refusesOtherShells(OciRuntime runtime) {
    var outcome = runtime.command("completion", "tcsh").run();
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.stderr()).contains("no completion for `tcsh`: there is bash, zsh and fish");
  }

  /** man(1) warns of every macro that it does not understand. */
  @Test
  void hasManualPagesThatManUnderstands(OciRuntime runtime) throws IOException {
    var pages = runtime.binary().resolve("../../share/man/man8").normalize();
    try (var files = Files.list(pages)) {
      for (var page : files.map(Path::toString).toList()) {
        var outcome =
            new Command(List.of("man", "--warnings=w", "-E", "UTF-8", "-l", "-Tutf8", page))
                .env("LC_ALL", "C.UTF-8")
                .run()
                .succeeded();
        assertThat(outcome.stderr()).as(page).isEmpty();
        // Bold letters are struck twice.
        assertThat(outcome.stdout().replaceAll(".\\x08", ""))
            .as(page)
            .contains("NAME", "SYNOPSIS", "DESCRIPTION");
      }
    }
  }
}
