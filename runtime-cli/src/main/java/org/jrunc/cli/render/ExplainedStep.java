package org.jrunc.cli.render;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.PlanPrinter;
import org.jrunc.core.plan.Step;
import org.jrunc.core.program.Program;
import org.jrunc.core.program.ProgramPrinter;
import org.jspecify.annotations.Nullable;

/**
 * One step of a plan, as {@code explain --format json} prints it.
 *
 * @param side the process that takes it: engine, launcher or container
 * @param action what it does
 * @param detail values that the action leaves out, null if there are none
 * @param origin JSON pointer of the field that asks for it, null for an implied step
 * @param implied what implies it, null if a field asks for it
 * @param firstCall the number of its first call in the whole program, which jumps refer to; null if
 *     it has none
 * @param calls its system calls as strace would print them; none for what the engine does
 */
public record ExplainedStep(
    String side,
    String action,
    @Nullable String detail,
    @Nullable String origin,
    @Nullable String implied,
    @Nullable Integer firstCall,
    List<String> calls) {

  /** The steps of a plan with their calls in its program. */
  public static List<ExplainedStep> of(Plan plan, Program program) {
    var calls = new IdentityHashMap<Step, List<String>>();
    var first = new IdentityHashMap<Step, Integer>();
    for (var i = 0; i < program.operations().size(); i++) {
      var step = program.steps().get(i);
      first.putIfAbsent(step, i);
      calls
          .computeIfAbsent(step, key -> new ArrayList<>())
          .add(ProgramPrinter.line(program.operations().get(i), i));
    }
    return plan.steps().stream()
        .map(step -> of(step, first.get(step), calls.getOrDefault(step, List.of())))
        .toList();
  }

  private static ExplainedStep of(Step step, @Nullable Integer firstCall, List<String> calls) {
    var origin = step.origin();
    return new ExplainedStep(
        PlanPrinter.side(step),
        step.action(),
        orNull(step.detail()),
        orNull(origin.pointer()),
        orNull(origin.reason()),
        firstCall,
        calls);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
