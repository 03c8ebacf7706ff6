package org.jrunc.cli.render;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jrunc.cli.option.CommandModel;
import org.jrunc.cli.option.Flag;

/**
 * Scripts that let shells complete commands, flags, ids of containers and files, made from the
 * tables that the parser reads.
 */
public enum Completion {
  /** To be installed as {@code /usr/share/bash-completion/completions/jrunc}. */
  BASH("bash/jrunc", Completion::bash),
  /** To be installed as {@code /usr/share/zsh/site-functions/_jrunc}. */
  ZSH("zsh/_jrunc", Completion::zsh),
  /** To be installed as {@code /usr/share/fish/vendor_completions.d/jrunc.fish}. */
  FISH("fish/jrunc.fish", Completion::fish);

  /** The commands whose first argument is the id of a container that is yet to be made. */
  private static final List<String> MAKERS = List.of("create", "run", "restore");

  private static final String ID = "<container-id>";

  private static final String BASH_SCRIPT =
      """
      # bash breaks --flag=value at the sign; a value, in either form, is no command.
      _jrunc() {
        local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}
        local command="" words ids="" root=() flag i
        [ "$cur" != = ] || cur=""
        [ "$prev" != = ] || prev=${COMP_WORDS[COMP_CWORD-2]}
        for ((i = 1; i < COMP_CWORD; i++)); do
          flag=${COMP_WORDS[i]}
          case $flag in
            @1@)
              [ "${COMP_WORDS[i+1]}" != = ] || ((i++))
              ((i++))
              [ "$flag" != --root ] || root=(--root "${COMP_WORDS[i]}") ;;
            -*) ;;
            *) [ -n "$command" ] || command=$flag ;;
          esac
        done
        case $prev in
          --bundle|-b|--root|--image-path|--work-path|--parent-path)
            COMPREPLY=($(compgen -d -- "$cur")); return ;;
          @1@)
            COMPREPLY=($(compgen -f -- "$cur")); return ;;
        esac
        case $command in
      @2@    *) words="@3@ @4@" ;;
        esac
        if [ -n "$ids" ] && [[ $cur != -* ]]; then
          words=$("${COMP_WORDS[0]}" "${root[@]}" list --quiet 2>/dev/null)
        fi
        COMPREPLY=($(compgen -W "$words" -- "$cur"))
      }
      complete -F _jrunc jrunc
      """;

  private static final String ZSH_SCRIPT =
      """
      #compdef jrunc

      _jrunc_containers() {
        local -a ids
        ids=(${(f)"$(_call_program containers jrunc ${root:+--root=$root} list --quiet)"})
        compadd -a ids
      }

      _jrunc() {
        local curcontext=$curcontext state line root
        local -A opt_args
        local -a commands
        commands=(@1@)
        _arguments -C @2@ '1:command:->command' '*::argument:->argument'
        root=$opt_args[--root]
        case $state in
          command) _describe command commands ;;
          argument) case $words[1] in
      @3@    esac ;;
        esac
      }

      if [[ $funcstack[1] == _jrunc ]]; then
        _jrunc "$@"
      else
        compdef _jrunc jrunc
      fi
      """;

  /** fish's own functions take the value of a global flag for the command. */
  private static final String FISH_SCRIPT =
      """
      function __jrunc_at -a wanted
        set -l command
        set -l words (commandline -opc)[2..]
        while set -q words[1]
          switch $words[1]
            case @1@
              set words $words[2..]
            case '-*'
            case '*'
              set command $words[1]
              break
          end
          set words $words[2..]
        end
        test "$command" = "$wanted"
      end

      function __jrunc_containers
        set -l words (commandline -opc)
        set -l root
        for i in (seq (count $words))
          switch $words[$i]
            case --root
              set root --root $words[(math $i + 1)]
            case '--root=*'
              set root $words[$i]
          end
        end
        $words[1] $root list --quiet 2>/dev/null
      end

      complete -c jrunc -f
      """;

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
            .map(
                c ->
                    "    %s) words=\"%s\"%s ;;\n"
                        .formatted(
                            c.name(),
                            c.visibleFlags().isEmpty()
                                ? choices(c, commands)
                                : spellings(c.visibleFlags()),
                            takesContainer(c) ? "; ids=yes" : ""))
            .collect(Collectors.joining());
    return filled(
        BASH_SCRIPT, valued(commands, globalFlags), cases, names(commands), spellings(globalFlags));
  }

  private static String filled(String script, String... values) {
    var text = script;
    for (int i = 0; i < values.length; i++) {
      text = text.replace("@" + (i + 1) + "@", values[i]);
    }
    return text;
  }

  private static String valued(List<CommandModel> commands, List<Flag> globalFlags) {
    return Stream.concat(
            globalFlags.stream(), commands.stream().flatMap(c -> c.visibleFlags().stream()))
        .filter(flag -> flag.kind().takesValue())
        .map(Flag::spellings)
        .flatMap(List::stream)
        .distinct()
        .collect(Collectors.joining("|"));
  }

  private static String zsh(List<CommandModel> commands, List<Flag> globalFlags) {
    var cases =
        commands.stream()
            .map(
                c ->
                    "    %s) _arguments -s %s%s ;;\n"
                        .formatted(c.name(), specs(c.visibleFlags()), argument(c, commands)))
            .collect(Collectors.joining());
    var described =
        commands.stream()
            .map(c -> "'" + c.name() + ":" + zshQuoted(c.summary()) + "'")
            .collect(Collectors.joining(" "));
    return filled(ZSH_SCRIPT, described, specs(globalFlags), cases);
  }

  private static String argument(CommandModel command, List<CommandModel> commands) {
    var choices = choices(command, commands);
    if (!choices.isEmpty()) {
      return " '1:" + command.name() + ":(" + choices + ")'";
    }
    return takesContainer(command) ? " '1:container:_jrunc_containers' '*:argument:_files'" : "";
  }

  private static String fish(List<CommandModel> commands, List<Flag> globalFlags) {
    var valued =
        globalFlags.stream()
            .filter(flag -> flag.kind().takesValue())
            .flatMap(flag -> flag.spellings().stream())
            .collect(Collectors.joining(" "));
    var lines = new StringBuilder(filled(FISH_SCRIPT, valued));
    for (var command : commands) {
      lines.append(
          "complete -c jrunc -n __jrunc_at -a %s -d '%s'\n"
              .formatted(command.name(), fishQuoted(command.summary())));
    }
    globalFlags.forEach(flag -> lines.append(fish("__jrunc_at", flag)));
    for (var command : commands) {
      var condition = "'__jrunc_at " + command.name() + "'";
      command.visibleFlags().forEach(flag -> lines.append(fish(condition, flag)));
      var words = takesContainer(command) ? "(__jrunc_containers)" : choices(command, commands);
      if (!words.isEmpty()) {
        lines.append("complete -c jrunc -n %s -a '%s'\n".formatted(condition, words));
      }
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
            fishQuoted(flag.usage()));
  }

  private static boolean takesContainer(CommandModel command) {
    return command.argumentsUsage().startsWith(ID) && !MAKERS.contains(command.name());
  }

  /** The words that a command's first argument can be, if they are few. */
  private static String choices(CommandModel command, List<CommandModel> commands) {
    var first = command.argumentsUsage().split(" ", 2)[0];
    if (first.equals("[command]")) {
      return names(commands);
    }
    return first.startsWith("<") || first.startsWith("[") ? "" : first.replace('|', ' ');
  }

  private static String specs(List<Flag> flags) {
    return flags.stream()
        .flatMap(flag -> flag.spellings().stream().map(name -> spec(name, flag)))
        .collect(Collectors.joining(" "));
  }

  private static String spec(String name, Flag flag) {
    var usage = zshQuoted(flag.usage()).replace("[", "\\[").replace("]", "\\]");
    var value = flag.kind().takesValue();
    // The value may follow a sign, which only long names know here.
    var sign = value && name.startsWith("--") ? "=" : "";
    return "'" + name + sign + "[" + usage + "]" + (value ? ":value:_files" : "") + "'";
  }

  private static String spellings(List<Flag> flags) {
    return flags.stream()
        .map(Flag::spellings)
        .flatMap(List::stream)
        .collect(Collectors.joining(" "));
  }

  private static String names(List<CommandModel> commands) {
    return commands.stream().map(CommandModel::name).collect(Collectors.joining(" "));
  }

  private static String zshQuoted(String text) {
    return text.replace("'", "'\\''").replace(":", "\\:");
  }

  private static String fishQuoted(String text) {
    return text.replace("'", "\\'");
  }
}
