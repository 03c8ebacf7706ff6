package org.jrunc.cli.option;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Turns the flags of one command into typed values with picocli.
 *
 * <p>picocli sees only tokens that {@link TokenReader} has spelled out, as its own grammar differs
 * from runc's. The model is built with its programmatic interface and for one command only, because
 * its annotations cost more time than the rest of a cold start's parsing.
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
    try {
      var result = commandLine(flags, options).parseArgs(options.toArray(String[]::new));
      var values = new HashMap<String, Object>();
      for (var option : result.matchedOptions()) {
        values.put(option.longestName().substring(2), option.getValue());
      }
      return Map.copyOf(values);
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
        .posixClusteredShortOptionsAllowed(false)
        // `--` can be a value here; no argument of a process can hold this delimiter.
        .endOfOptionsDelimiter("\0");
    return new CommandLine(spec).setInterpolateVariables(false);
  }

  private static OptionSpec option(String spelled, FlagKind kind) {
    var option = OptionSpec.builder(spelled).arity("1").required(false);
    return switch (kind) {
      case BOOLEAN -> option.type(Boolean.class).build();
      case TEXT -> option.type(String.class).build();
      case LIST -> option.type(List.class).auxiliaryTypes(String.class).build();
      case INTEGER -> option.type(Integer.class).build();
      case DURATION -> option.type(Long.class).build();
    };
  }
}
