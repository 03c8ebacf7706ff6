package org.jrunc.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parsing rules of runc, one row a rule. */
class FlagParserTest {
  private static final List<Flag> FLAGS =
      List.of(
          Flag.text("bundle", "").or("b"),
          Flag.text("log", ""),
          Flag.bool("detach", "").or("d"),
          Flag.bool("tty", "").or("t"),
          Flag.integer("preserve-fds", ""),
          Flag.list("env", "").or("e"),
          Flag.duration("interval", ""),
          Flag.bool("help", "").or("h"));

  @ParameterizedTest(name = "`{0}` gives {1} and {2}")
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "id                         | {}                           | [id]",
        "--bundle x id              | {bundle=x}                   | [id]",
        "--bundle=x id              | {bundle=x}                   | [id]",
        "-bundle x id               | {bundle=x}                   | [id]",
        "-bundle=x id               | {bundle=x}                   | [id]",
        "-b x id                    | {bundle=x}                   | [id]",
        "-b=x id                    | {bundle=x}                   | [id]",
        "--b x id                   | {bundle=x}                   | [id]",
        "id --bundle x              | {bundle=x}                   | [id]",
        "a --bundle x b -d c        | {bundle=x, detach=true}      | [a, b, c]",
        "--log= id                  | {log=}                       | [id]",
        "--log=a=b id               | {log=a=b}                    | [id]",
        "--log --detach id          | {log=--detach}               | [id]",
        "--log -- id                | {log=--}                     | [id]",
        "--bundle x --bundle y id   | {bundle=y}                   | [id]",
        "--bundle a,b id            | {bundle=a,b}                 | [id]",
        "--bundle @x id             | {bundle=@x}                  | [id]",
        "--bundle ${HOME} id        | {bundle=${HOME}}             | [id]",
        "--bundle 'x' id            | {bundle='x'}                 | [id]",
        "--detach id                | {detach=true}                | [id]",
        "-detach id                 | {detach=true}                | [id]",
        "-d id                      | {detach=true}                | [id]",
        "--detach=true id           | {detach=true}                | [id]",
        "--detach=1 id              | {detach=true}                | [id]",
        "--detach=T id              | {detach=true}                | [id]",
        "--detach= id               | {detach=true}                | [id]",
        "--detach=false id          | {detach=false}               | [id]",
        "-d=0 id                    | {detach=false}               | [id]",
        "--detach false             | {detach=true}                | [false]",
        "--detach --detach=F id     | {detach=false}               | [id]",
        "--preserve-fds 3 id        | {preserve-fds=3}             | [id]",
        "--preserve-fds=-1 id       | {preserve-fds=-1}            | [id]",
        "--preserve-fds -1 id       | {preserve-fds=-1}            | [id]",
        "--preserve-fds +3 id       | {preserve-fds=3}             | [id]",
        "--preserve-fds 0x1f id     | {preserve-fds=31}            | [id]",
        "--preserve-fds 0b11 id     | {preserve-fds=3}             | [id]",
        "--preserve-fds 010 id      | {preserve-fds=8}             | [id]",
        "--preserve-fds 0o10 id     | {preserve-fds=8}             | [id]",
        "--preserve-fds 0 id        | {preserve-fds=0}             | [id]",
        "--preserve-fds 1_000 id    | {preserve-fds=1000}          | [id]",
        "-e a=b --env c,d -e= id    | {env=[a=b, c,d, ]}           | [id]",
        "--interval 5s id           | {interval=5000000000}        | [id]",
        "--interval=1m30.5s id      | {interval=90500000000}       | [id]",
        "--interval 500ms id        | {interval=500000000}         | [id]",
        "--interval 2us3ns id       | {interval=2003}              | [id]",
        "--interval -1h id          | {interval=-3600000000000}    | [id]",
        "--interval 0 id            | {interval=0}                 | [id]",
        "-- --bundle x              | {}                           | [--bundle, x]",
        "-d -- -d                   | {detach=true}                | [-d]",
        "id -- -d                   | {}                           | [id, -d]",
        "id -9 -d                   | {}                           | [id, -9, -d]",
        "-1 --detach                | {}                           | [-1, --detach]",
        "- -d                       | {detach=true}                | [-]",
        "-d -t id                   | {detach=true, tty=true}      | [id]",
        "--help --nonsense          | {help=true}                  | []",
      })
  void readsTokensAsRuncDoes(String tokens, String flags, String positionals) {
    var parsed = FlagParser.parse(FLAGS, false, List.of(tokens.split(" ")));
    assertThat(new TreeMap<>(parsed.values())).hasToString(flags);
    assertThat(parsed.positionals()).hasToString(positionals);
  }

  @ParameterizedTest(name = "`{0}` gives {1} and {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "id ls -l          | {}          | [id, ls, -l]",
        "-t id ls -t       | {tty=true}  | [id, ls, -t]",
        "id -9             | {}          | [id, -9]",
        "id --help         | {}          | [id, --help]",
        "id -- ls          | {}          | [id, ls]",
        "-- id ls          | {}          | [id, ls]",
      })
  void leavesEverythingBehindTheFirstArgumentAlone(String tokens, String flags, String words) {
    var parsed = FlagParser.parse(FLAGS, true, List.of(tokens.split(" ")));
    assertThat(new TreeMap<>(parsed.values())).hasToString(flags);
    assertThat(parsed.positionals()).hasToString(words);
  }

  @ParameterizedTest(name = "`{0}`: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "--bundle              | flag needs an argument: --bundle",
        "-b                    | flag needs an argument: -b",
        "id --log              | flag needs an argument: --log",
        "--xyz                 | flag provided but not defined: -xyz",
        "-xyz=3                | flag provided but not defined: -xyz",
        "-dt                   | flag provided but not defined: -dt",
        "---detach             | flag provided but not defined: --detach",
        "--no-detach           | flag provided but not defined: -no-detach",
        "--detac               | flag provided but not defined: -detac",
        "--detach=maybe        | invalid value \"maybe\" for flag -detach: parse error",
        "-d=yes                | invalid value \"yes\" for flag -d: parse error",
        "--preserve-fds x      | invalid value \"x\" for flag -preserve-fds: parse error",
        "--preserve-fds=       | invalid value \"\" for flag -preserve-fds: parse error",
        "--preserve-fds 1__0   | invalid value \"1__0\" for flag -preserve-fds: parse error",
        "--preserve-fds 08     | invalid value \"08\" for flag -preserve-fds: parse error",
        "--preserve-fds 9999999999 | invalid value \"9999999999\" for flag -preserve-fds: value out"
            + " of range",
        "--interval 5          | invalid value \"5\" for flag -interval: parse error",
        "--interval=           | invalid value \"\" for flag -interval: parse error",
        "--interval 5x         | invalid value \"5x\" for flag -interval: parse error",
        "--interval .s         | invalid value \".s\" for flag -interval: parse error",
        "--interval 99999999h  | invalid value \"99999999h\" for flag -interval: value out of"
            + " range",
        "--env                 | flag needs an argument: --env",
      })
  void refusesInRuncsWords(String tokens, String message) {
    assertThatThrownBy(() -> FlagParser.parse(FLAGS, false, List.of(tokens.split(" "))))
        .isInstanceOf(UsageException.class)
        .hasMessage(message);
  }

  @Test
  void endsGlobalFlagsAtTheFirstKnownCommand() {
    var parsed =
        FlagParser.parseGlobal(
            FLAGS, Set.of("state"), List.of("--log", "x", "state", "--log", "y", "id"));
    assertThat(parsed.values()).isEqualTo(Map.of("log", "x"));
    assertThat(parsed.positionals()).containsExactly("state", "--log", "y", "id");
  }

  @Test
  void tellsListsAndDurations() {
    var parsed = FlagParser.parse(FLAGS, false, List.of("-e", "a", "-e", "b", "--interval=1ms"));
    assertThat(parsed.list("env")).containsExactly("a", "b");
    assertThat(parsed.list("log")).isEmpty();
    assertThat(parsed.duration("interval")).contains(Duration.ofMillis(1));
    assertThat(parsed.duration("preserve-fds")).isEmpty();
  }

  @Test
  void keepsEmptyArguments() {
    assertThat(FlagParser.parse(FLAGS, false, List.of("")).positionals()).containsExactly("");
  }

  @Test
  void prefersFlagsOfTheCommandToThoseBeforeIt() {
    var global = FlagParser.parse(FLAGS, false, List.of("--log", "x", "-d"));
    var own = FlagParser.parse(FLAGS, false, List.of("--log", "y", "id"));
    assertThat(own.over(global).values()).isEqualTo(Map.of("log", "y", "detach", true));
    assertThat(own.over(global).positionals()).containsExactly("id");
  }
}
