package org.jrunc.core.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.Step;
import org.jrunc.core.program.Operation.Call;
import org.jrunc.core.program.Operation.Condition;
import org.jrunc.core.program.Operation.ErrorPolicy;
import org.jspecify.annotations.Nullable;

/** Prints a program: system calls as strace shows them, slots as {@code $name}. */
public final class ProgramPrinter {
  private ProgramPrinter() {}

  /** The whole program, each step as a comment above its operations. */
  public static String print(Program program) {
    var out = new StringBuilder();
    @Nullable Step current = null;
    for (int i = 0; i < program.operations().size(); i++) {
      var step = program.steps().get(i);
      if (!step.equals(current)) {
        out.append("# ").append(step.action()).append("  (").append(step.origin()).append(")\n");
        current = step;
      }
      out.append(String.format(Locale.ROOT, "%4d  ", i));
      out.append(line(program.operations().get(i), i)).append('\n');
    }
    return out.toString();
  }

  /**
   * One system call without its result, for a message: {@code openat2($rootfs, "dev", {...}, 24)}.
   */
  public static String call(Call call) {
    return call(call, Datum::brief);
  }

  private static String call(Call call, Function<Datum, String> content) {
    var arguments = new ArrayList<String>();
    for (int i = 0; i < call.arguments().size(); i++) {
      arguments.add(argument(call, i, content));
    }
    return call.syscall().callName() + "(" + String.join(", ", arguments) + ")";
  }

  /** One operation, on one line. */
  public static String line(Operation operation, int index) {
    return switch (operation) {
      case Call call ->
          call(call, Datum::render) + result(call.result()) + policy(call.onError(), index);
      case Operation.Jump jump ->
          jump.condition() == Condition.ALWAYS
              ? "goto " + jump.target().index()
              : "if "
                  + jump.slot()
                  + " "
                  + jump.condition().symbol()
                  + " "
                  + jump.constant()
                  + " goto "
                  + jump.target().index();
      case Operation.Store store ->
          store.place().render() + "+" + store.offset() + " = " + store.slot();
      case Operation.Load load -> load.slot() + " = " + load.place().render() + "+" + load.offset();
    };
  }

  private static String argument(Call call, int index, Function<Datum, String> content) {
    return switch (call.arguments().get(index)) {
      case Argument.Immediate(long value) -> call.syscall().format(index).render(value);
      case Argument.Address(Datum datum, int offset) ->
          content.apply(datum) + (offset == 0 ? "" : "+" + offset);
      case Argument.Value(Slot slot) -> slot.toString();
    };
  }

  private static String result(@Nullable Slot slot) {
    return slot == null ? "" : " = " + slot;
  }

  private static String policy(@Nullable ErrorPolicy policy, int index) {
    if (policy == null) {
      return "";
    }
    var errors = names(policy.errnos());
    return policy.target().index() == index + 1
        ? "  [ignore " + errors + "]"
        : "  [on " + errors + " goto " + policy.target().index() + "]";
  }

  private static String names(List<Errno> errnos) {
    return errnos.isEmpty()
        ? "any error"
        : errnos.stream().map(Errno::name).collect(Collectors.joining(", "));
  }
}
