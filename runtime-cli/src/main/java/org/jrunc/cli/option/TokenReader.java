package org.jrunc.cli.option;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a command line by the rules of runc's parser and spells it out unambiguously.
 *
 * <p>Long flags may have one dash or two, a value follows {@code =} or is the next token, letters
 * are never clustered, flags and arguments may be mixed, {@code --} ends the flags, and so does a
 * token whose dash is not followed by a letter, such as {@code -9}.
 */
final class TokenReader {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

  private final Map<String, Flag> flags = new HashMap<>();
  private final Set<String> commands;
  private final boolean stopsAtFirstArgument;
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private List<String> rest = List.of();

  /**
   * A reader for one level of a command line.
   *
   * @param flags the flags to accept; where a name occurs twice, the first one counts
   * @param commands the arguments that take everything behind them with them
   * @param stopsAtFirstArgument whether the first argument, whatever it is, ends the flags
   */
  TokenReader(List<Flag> flags, Set<String> commands, boolean stopsAtFirstArgument) {
    this.commands = commands;
    for (var flag : flags) {
      flag.names().forEach(name -> this.flags.putIfAbsent(name, flag));
    }
    this.stopsAtFirstArgument = stopsAtFirstArgument;
  }

  /** The flags found so far, each as one token {@code --name=value}. */
  List<String> options() {
    return options;
  }

  /** The tokens found so far that are not flags, in their order. */
  List<String> arguments() {
    return arguments;
  }

  /**
   * Reads all tokens.
   *
   * @throws UsageException if a flag is unknown, lacks its value or has a bad truth value; the
   *     flags before it have been taken
   */
  void read(List<String> tokens) {
    rest = tokens;
    while (!rest.isEmpty()) {
      var token = rest.getFirst().strip();
      if (token.equals("--")) {
        arguments.addAll(rest.subList(1, rest.size()));
        return;
      }
      if ((stopsAtFirstArgument && !arguments.isEmpty())
          || commands.contains(token)
          || isNoFlag(token)) {
        arguments.addAll(rest);
        return;
      }
      rest = rest.subList(1, rest.size());
      if (token.length() < 2 || token.charAt(0) != '-') {
        arguments.add(token);
      } else {
        readFlag(token);
      }
    }
  }

  /** Whether the token begins with a dash and yet cannot be a flag, such as {@code -9}. */
  private static boolean isNoFlag(String token) {
    return token.length() > 1
        && token.charAt(0) == '-'
        && token.charAt(1) != '-'
        && !Character.isLetter(token.codePointAt(1));
  }

  private void readFlag(String token) {
    var body = token.substring(token.startsWith("--") ? 2 : 1);
    var equals = body.indexOf('=');
    var name = equals < 0 ? body : body.substring(0, equals);
    var flag = flags.get(name);
    if (flag == null) {
      throw new UsageException("flag provided but not defined: -" + name);
    }
    var value = equals < 0 ? "" : body.substring(equals + 1);
    if (flag.kind().takesValue() && equals < 0) {
      value = next(token);
    }
    options.add("--" + flag.name() + "=" + plain(flag.kind(), name, value));
  }

  /** The value as picocli reads it. */
  private static String plain(FlagKind kind, String name, String value) {
    try {
      return switch (kind) {
        case BOOLEAN -> truth(value);
        case TEXT, LIST -> value;
        case INTEGER -> Integer.toString(GoLiteral.integer(value));
        case DURATION -> Long.toString(GoLiteral.nanos(value));
      };
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "invalid value \"" + value + "\" for flag -" + name + ": " + e.getMessage());
    }
  }

  private String next(String token) {
    if (rest.isEmpty()) {
      throw new UsageException("flag needs an argument: " + token);
    }
    var value = rest.getFirst();
    rest = rest.subList(1, rest.size());
    return value;
  }

  private static String truth(String value) {
    if (value.isEmpty() || TRUE.contains(value)) {
      return "true";
    }
    if (FALSE.contains(value)) {
      return "false";
    }
    throw new IllegalArgumentException("parse error");
  }
}
