package org.jrunc.core.program;

import java.util.List;
import org.jrunc.core.plan.Step;

/**
 * The container-side part of a plan as system calls, ready to be encoded for an architecture.
 *
 * @param operations what the executor performs, in order
 * @param steps for each operation the step it was lowered from
 * @param slotCount how many slots the operations use
 * @param reportDescriptor the descriptor to which the executor writes its failure report
 */
public record Program(
    List<Operation> operations, List<Step> steps, int slotCount, int reportDescriptor) {
  /** Copies the lists. */
  public Program {
    operations = List.copyOf(operations);
    steps = List.copyOf(steps);
  }

  /** Whether an operation fails on purpose, because its step found something it must not accept. */
  public boolean refuses(int operation) {
    return ProgramBuilder.isRefusal(operations.get(operation));
  }
}
