package org.jrunc.conformance.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A system call as strace saw it.
 *
 * @param name the call
 * @param arguments its arguments, as printed
 * @param result what it returned; the errno's name if it failed
 */
record TracedCall(String name, List<String> arguments, String result) {
  private static final Pattern LINE = Pattern.compile("(\\d+) +(.*)");
  private static final Pattern CALL =
      Pattern.compile("(\\w+)\\((.*)\\)\\s+= (-?\\d+|\\?)(?: (E\\w+))?.*");
  private static final String UNFINISHED = " <unfinished ...>";
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");

  /** Whether it succeeded. */
  boolean succeeded() {
    return !result.startsWith("E");
  }

  /** The calls of each process in the output of {@code strace -f}, by pid, in order. */
  static Map<String, List<TracedCall>> parse(List<String> output) {
    var calls = new LinkedHashMap<String, List<TracedCall>>();
    var begun = new LinkedHashMap<String, String>();
    for (var line : output) {
      var matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      var pid = matcher.group(1);
      var text = matcher.group(2);
      if (text.endsWith(UNFINISHED)) {
        begun.put(pid, text.substring(0, text.length() - UNFINISHED.length()));
        continue;
      }
      var resumed = RESUMED.matcher(text);
      if (resumed.matches()) {
        text = begun.getOrDefault(pid, "") + resumed.group(1);
      }
      var call = CALL.matcher(text);
      if (call.matches()) {
        var errno = call.group(4);
        var result = errno == null ? call.group(3) : errno;
        calls
            .computeIfAbsent(pid, key -> new ArrayList<>())
            .add(new TracedCall(call.group(1), split(call.group(2)), result));
      }
    }
    return calls;
  }

  /** Splits arguments at the commas outside of quotes and brackets. */
  static List<String> split(String text) {
    var arguments = new ArrayList<String>();
    var argument = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      }
      if (!quoted) {
        depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      }
      if (c == ',' && depth == 0 && !quoted) {
        arguments.add(argument.toString().strip());
        argument.setLength(0);
      } else {
        argument.append(c);
      }
    }
    if (!argument.isEmpty()) {
      arguments.add(argument.toString().strip());
    }
    return arguments;
  }
}
