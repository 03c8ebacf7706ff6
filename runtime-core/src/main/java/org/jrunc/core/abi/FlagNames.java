package org.jrunc.core.abi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The names of the bits of one kind of flag word, for printing it as strace would: known bits by
 * name, the rest in hex.
 */
public final class FlagNames implements Format {
  private final Map<Long, String> names = new LinkedHashMap<>();

  private FlagNames() {}

  /** An empty set of names. */
  public static FlagNames flags() {
    return new FlagNames();
  }

  /** Adds a name for a mask of one or more bits; masks are tried in the order they were added. */
  public FlagNames with(String name, long mask) {
    names.put(mask, name);
    return this;
  }

  /** The flag word in words, for example {@code O_RDONLY|O_CLOEXEC|0x40000000}. */
  @Override
  public String render(long value) {
    if (value == 0 || names.containsKey(value)) {
      return names.getOrDefault(value, "0");
    }
    var parts = new ArrayList<String>();
    long rest = value;
    for (var entry : names.entrySet()) {
      long mask = entry.getKey();
      if (mask != 0 && (rest & mask) == mask) {
        parts.add(entry.getValue());
        rest &= ~mask;
      }
    }
    if (rest != 0) {
      parts.add(String.format(Locale.ROOT, "0x%x", rest));
    }
    return String.join("|", parts);
  }
}
