package org.jrunc.cli.option;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command line that has been understood: flags with their values, and the arguments.
 *
 * @param values the value of each flag that was given, by long name: a {@link Boolean}, a {@link
 *     String}, a {@link List} of them, an {@link Integer}, or a {@link Long} of nanoseconds
 * @param positionals the tokens that are not flags, in their order
 */
public record Arguments(Map<String, Object> values, List<String> positionals) {

  /** Whether the flag was given, with whatever value. */
  public boolean has(String flag) {
    return values.containsKey(flag);
  }

  /** Whether the flag is on. */
  public boolean isOn(String flag) {
    return values.get(flag) instanceof Boolean on && on;
  }

  /** The flag's value, empty if it was not given or was given an empty text. */
  public Optional<String> text(String flag) {
    return values.get(flag) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The flag's value, {@code standard} if it was not given; a value may be an empty text. */
  public String textOr(String flag, String standard) {
    return values.get(flag) instanceof String text ? text : standard;
  }

  /** Every value that the flag was given, in their order. */
  public List<String> list(String flag) {
    return values.get(flag) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** The flag's duration, empty if it was not given. */
  public Optional<Duration> duration(String flag) {
    return values.get(flag) instanceof Long nanos
        ? Optional.of(Duration.ofNanos(nanos))
        : Optional.empty();
  }

  /** The flag's number, zero if it was not given. */
  public int number(String flag) {
    return values.get(flag) instanceof Integer number ? number : 0;
  }

  /** The argument at this index, counted from zero, empty if there are fewer. */
  public Optional<String> positional(int index) {
    return index < positionals.size() ? Optional.of(positionals.get(index)) : Optional.empty();
  }

  /** The first argument, which is the container's id where there is one. */
  public String id() {
    return positional(0).orElse("");
  }

  /** These flags and arguments, and those flags of {@code base} that are not given here. */
  public Arguments over(Arguments base) {
    var merged = new HashMap<>(base.values);
    merged.putAll(values);
    return new Arguments(Map.copyOf(merged), positionals);
  }
}
