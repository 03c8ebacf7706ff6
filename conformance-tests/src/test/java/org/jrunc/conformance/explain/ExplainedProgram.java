package org.jrunc.conformance.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A program as {@code explain --format program} prints it, walked along the calls of a traced
 * process: results go to slots, errors and jumps lead on as the program says.
 */
final class ExplainedProgram {
  private static final Pattern CALL =
      Pattern.compile("(\\w+)\\((.*?)\\)(?: = (\\$\\w+))?(?:  \\[(.*)])?");
  private static final Pattern GOTO = Pattern.compile("goto (\\d+)");
  private static final Pattern JUMP =
      Pattern.compile("if (\\$\\w+) (==|!=|<|>=) (-?\\d+) goto (\\d+)");
  private static final Pattern POLICY = Pattern.compile("(?:on|ignore) (.*?)(?: goto (\\d+))?");
  private static final Pattern LOAD = Pattern.compile("(\\$\\w+) = \\S.*");

  private final List<String> operations = new ArrayList<>();
  private final Map<String, Long> slots = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private int next;
  private int checked;

  ExplainedProgram(String text) {
    for (var line : text.split("\n")) {
      if (!line.startsWith("#")) {
        operations.add(line.replaceFirst("^ *\\d+  ", ""));
      }
    }
  }

  /** How many calls have been found where the program has them. */
  int checked() {
    return checked;
  }

  /** Goes on in the child of a clone, where the call returned 0. */
  void enterChild() {
    slots.put("$pid", 0L);
  }

  /** Takes the calls of a process; ends with the call that makes it another program. */
  void follow(List<TracedCall> calls) {
    for (var call : calls) {
      skipToCall(call);
      var matcher = CALL.matcher(operations.get(next));
      assertThat(matcher.matches()).as(operations.get(next)).isTrue();
      compare(call, matcher.group(1), TracedCall.split(matcher.group(2)));
      checked++;
      if (matcher.group(3) != null) {
        slots.put(matcher.group(3), value(call));
        unknown.remove(matcher.group(3));
      }
      next = call.succeeded() ? next + 1 : afterError(call, matcher.group(4));
      boolean left = call.name().startsWith("exec") || call.name().equals("exit_group");
      if (left && call.succeeded()) {
        return;
      }
    }
  }

  private void compare(TracedCall call, String name, List<String> expected) {
    var operation = next + "  " + operations.get(next);
    assertThat(call.name()).as(operation).isEqualTo(name);
    for (int i = 0; i < Math.min(expected.size(), call.arguments().size()); i++) {
      var argument = expected.get(i);
      if (argument.startsWith("$") && slots.containsKey(argument)) {
        assertThat(call.arguments().get(i)).as(operation).isEqualTo("" + slots.get(argument));
      } else if (argument.startsWith("\"") && !argument.contains("...")) {
        assertThat(call.arguments().get(i)).as(operation).isEqualTo(argument);
      }
    }
  }

  /** What a slot then holds: programs tell EAGAIN from other errors, and no other. */
  private static long value(TracedCall call) {
    if (call.succeeded()) {
      return Long.parseLong(call.result());
    }
    return call.result().equals("EAGAIN") ? -11 : -1;
  }

  private int afterError(TracedCall call, String policy) {
    assertThat(policy).as("%s at %s", call, operations.get(next)).isNotNull();
    var matcher = POLICY.matcher(policy);
    assertThat(matcher.matches()).as(policy).isTrue();
    if (!matcher.group(1).equals("any error")) {
      assertThat(List.of(matcher.group(1).split(", "))).contains(call.result());
    }
    return matcher.group(2) == null ? next + 1 : Integer.parseInt(matcher.group(2));
  }

  /** Performs jumps, stores and loads up to the next system call. */
  private void skipToCall(TracedCall call) {
    while (true) {
      var operation = operations.get(next);
      var jump = JUMP.matcher(operation);
      var always = GOTO.matcher(operation);
      var load = LOAD.matcher(operation);
      if (always.matches()) {
        next = Integer.parseInt(always.group(1));
      } else if (jump.matches()) {
        int target = Integer.parseInt(jump.group(4));
        boolean taken =
            unknown.contains(jump.group(1))
                ? operations.get(target).startsWith(call.name() + "(")
                : holds(slots.getOrDefault(jump.group(1), -1L), jump);
        next = taken ? target : next + 1;
      } else if (load.matches()) {
        unknown.add(load.group(1));
        next++;
      } else if (!CALL.matcher(operation).matches()) {
        next++;
      } else {
        return;
      }
    }
  }

  private static boolean holds(long value, java.util.regex.Matcher jump) {
    long constant = Long.parseLong(jump.group(3));
    return switch (jump.group(2)) {
      case "==" -> value == constant;
      case "!=" -> value != constant;
      case "<" -> value < constant;
      default -> value >= constant;
    };
  }
}
