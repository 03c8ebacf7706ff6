package org.jrunc.cli.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Turns the flags of one command into typed values, with picocli where there is something to
 * convert.
 *
 * <p>Only tokens that {@link TokenReader} has spelled out come here, as picocli's own grammar
 * differs from runc's. Most commands have nothing but texts and truth values, and are spared what
 * the library costs: a sixth of a cold command's time, a tenth of a warm one's.
 */
public final class FlagParser {
  private FlagParser() {}

  /**
   * Parses the global flags, up to a command's name.
   *
   * @param commands the known commands; the first of them and all that follows are arguments
   * @throws UsageException in runc's words, if the tokens break the rules
   */
  public static Arguments parseGlobal(List<Flag> flags, Set<String> commands, List<String> tokens) {
    return parse(flags, new TokenReader(flags, commands, false), tokens);
  }

  /**
   * Parses the tokens that follow a command's name.
   *
   * @param flags the flags to accept; where a name occurs twice, the first one counts
   * @param stopsAtFirstArgument see {@link CommandModel#stopsAtFirstArgument()}
   * @throws UsageException in runc's words, if the tokens break the rules
   */
  public static Arguments parse(
      List<Flag> flags, boolean stopsAtFirstArgument, List<String> tokens) {
    return parse(flags, new TokenReader(flags, Set.of(), stopsAtFirstArgument), tokens);
  }

  private static Arguments parse(List<Flag> flags, TokenReader reader, List<String> tokens) {
    try {
      reader.read(tokens);
    } catch (UsageException e) {
      if (reader.options().contains("--help=true")) {
        return new Arguments(Map.of("help", true), reader.arguments());
      }
      throw e;
    }
    return new Arguments(convert(flags, reader.options()), List.copyOf(reader.arguments()));
  }

  private static Map<String, Object> convert(List<Flag> flags, List<String> options) {
    if (options.isEmpty()) {
      return Map.of();
    }
    var values = new HashMap<String, Object>();
    var numbers = new ArrayList<String>();
    for (var option : options) {
      int equals = option.indexOf('=');
      var name = option.substring(2, equals);
      var value = option.substring(equals + 1);
      switch (kind(flags, name)) {
        case BOOLEAN -> values.put(name, value.equals("true"));
        case TEXT -> values.put(name, value);
        case LIST -> texts(values, name).add(value);
        case INTEGER, DURATION -> numbers.add(option);
      }
    }
    if (!numbers.isEmpty()) {
      values.putAll(numbers(flags, numbers));
    }
    return Collections.unmodifiableMap(values);
  }

  private static FlagKind kind(List<Flag> flags, String name) {
    for (var flag : flags) {
      if (flag.name().equals(name)) {
        return flag.kind();
      }
    }
    throw new IllegalArgumentException(name);
  }

  @SuppressWarnings("unchecked")
  private static List<String> texts(Map<String, Object> values, String name) {
    return (List<String>) values.computeIfAbsent(name, missing -> new ArrayList<String>());
  }

  private static Map<String, Object> numbers(List<Flag> flags, List<String> options) {
    try {
      var result = commandLine(flags, options).parseArgs(options.toArray(String[]::new));
      var values = new HashMap<String, Object>();
      for (var option : result.matchedOptions()) {
        values.put(option.longestName().substring(2), option.getValue());
      }
      return values;
    } catch (ParameterException e) {
      throw new UsageException(complaint(e));
    }
  }

  private static String complaint(ParameterException failure) {
    var name = failure.getArgSpec() instanceof OptionSpec option ? option.longestName() : "";
    return "invalid value \"%s\" for flag %s: parse error"
        .formatted(failure.getValue(), name.replaceFirst("^--", "-"));
  }

  private static CommandLine commandLine(List<Flag> flags, List<String> options) {
    var spec = CommandSpec.create();
    for (var flag : flags) {
      var spelled = "--" + flag.name();
      if (spec.findOption(spelled) == null
          && options.stream().anyMatch(option -> option.startsWith(spelled + "="))) {
        spec.addOption(option(spelled, flag.kind()));
      }
    }
    spec.parser()
        .expandAtFiles(false)
        .overwrittenOptionsAllowed(true)
        .posixClusteredShortOptionsAllowed(false);
    return new CommandLine(spec).setInterpolateVariables(false);
  }

  private static OptionSpec option(String spelled, FlagKind kind) {
    var type = kind == FlagKind.DURATION ? Long.class : Integer.class;
    return OptionSpec.builder(spelled).arity("1").required(false).type(type).build();
  }
}
