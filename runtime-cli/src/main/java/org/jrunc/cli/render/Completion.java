package org.jrunc.cli.render;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;

/**
 * Scripts that let shells complete commands and flags, made from the tables that the parser reads.
 */
public enum Completion {
  /** To be installed as {@code /usr/share/bash-completion/completions/jrunc}. */
  BASH("bash/jrunc", Completion::bash),
  /** To be installed as {@code /usr/share/zsh/site-functions/_jrunc}. */
  ZSH("zsh/_jrunc", Completion::zsh),
  /** To be installed as {@code /usr/share/fish/vendor_completions.d/jrunc.fish}. */
  FISH("fish/jrunc.fish", Completion::fish);

  private final String path;
  private final BiFunction<List<CommandModel>, List<Flag>, String> writer;

  Completion(String path, BiFunction<List<CommandModel>, List<Flag>, String> writer) {
    this.path = path;
    this.writer = writer;
  }

  /** Where the script belongs, relative to a directory for completions. */
  public String path() {
    return path;
  }

  /** The script for these commands and global flags. */
  public String script(List<CommandModel> commands, List<Flag> globalFlags) {
    return writer.apply(commands, globalFlags);
  }

  private static String bash(List<CommandModel> commands, List<Flag> globalFlags) {
    var cases =
        commands.stream()
            .map(c -> "    %s) words=\"%s\" ;;\n".formatted(c.name(), spellings(c.visibleFlags())))
            .collect(Collectors.joining());
    return """
    _jrunc() {
      local word command="" words
      for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case " %1$s " in *" $word "*) command=$word; break ;; esac
      done
      case $command in
    %2$s    *) words="%1$s %3$s" ;;
      esac
      case ${COMP_WORDS[COMP_CWORD-1]} in
        --bundle|-b|--root) COMPREPLY=($(compgen -d -- "${COMP_WORDS[COMP_CWORD]}")); return ;;
        --log|--pid-file|--console-socket|--pidfd-socket)
          COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")); return ;;
      esac
      COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
    }
    complete -F _jrunc jrunc
    """
        .formatted(names(commands), cases, spellings(globalFlags));
  }

  private static String zsh(List<CommandModel> commands, List<Flag> globalFlags) {
    var cases =
        commands.stream()
            .map(c -> "    %s) _arguments %s ;;\n".formatted(c.name(), specs(c.visibleFlags())))
            .collect(Collectors.joining());
    var described =
        commands.stream()
            .map(c -> "'" + c.name() + ":" + quoted(c.summary()) + "'")
            .collect(Collectors.joining(" "));
    return """
    #compdef jrunc
    local -a commands
    commands=(%1$s)
    _arguments -C %2$s '1:command:->command' '*::argument:->argument'
    case $state in
      command) _describe command commands ;;
      argument) case $words[1] in
    %3$s  esac ;;
    esac
    """
        .formatted(described, specs(globalFlags), cases);
  }

  private static String fish(List<CommandModel> commands, List<Flag> globalFlags) {
    var lines = new StringBuilder("complete -c jrunc -f\n");
    for (var command : commands) {
      lines.append(
          "complete -c jrunc -n __fish_use_subcommand -a %s -d '%s'\n"
              .formatted(command.name(), quoted(command.summary())));
    }
    globalFlags.forEach(flag -> lines.append(fish("__fish_use_subcommand", flag)));
    for (var command : commands) {
      var condition = "'__fish_seen_subcommand_from " + command.name() + "'";
      command.visibleFlags().forEach(flag -> lines.append(fish(condition, flag)));
    }
    return lines.toString();
  }

  private static String fish(String condition, Flag flag) {
    return "complete -c jrunc -n %s -l %s%s%s -d '%s'\n"
        .formatted(
            condition,
            flag.name(),
            flag.alias().isEmpty() ? "" : " -s " + flag.alias(),
            flag.kind().takesValue() ? " -r -F" : "",
            quoted(flag.usage()));
  }

  private static String specs(List<Flag> flags) {
    return flags.stream()
        .flatMap(flag -> flag.spellings().stream().map(name -> spec(name, flag)))
        .collect(Collectors.joining(" "));
  }

  private static String spec(String name, Flag flag) {
    var usage = quoted(flag.usage()).replace("[", "\\[").replace("]", "\\]");
    return "'" + name + "[" + usage + "]" + (flag.kind().takesValue() ? ":value:_files" : "") + "'";
  }

  private static String spellings(List<Flag> flags) {
    return flags.stream()
        .map(Flag::spellings)
        .flatMap(List::stream)
        .collect(Collectors.joining(" "));
  }

  private static String names(List<CommandModel> commands) {
    return Stream.concat(commands.stream().map(CommandModel::name), Stream.of("help"))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String text) {
    return text.replace("'", "").replace(":", "\\:");
  }
}
