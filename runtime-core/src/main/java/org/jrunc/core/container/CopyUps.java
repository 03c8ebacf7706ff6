package org.jrunc.core.container;

import java.util.Iterator;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.launch.Report;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.program.Program;

/**
 * Fills each tmpfs of a program that begins with a copy, in the order in which they are reported.
 */
final class CopyUps {
  private final Kernel kernel;
  private final Program program;
  private final Iterator<MountStep.CopyUp> steps;
  private final String prefix;
  private final String document;
  private int operation;

  /**
   * Those of one run of a program.
   *
   * @param prefix the first words of a failure
   * @param document where the fields are that ask for steps
   */
  CopyUps(Kernel kernel, Program program, String prefix, String document) {
    this.kernel = kernel;
    this.program = program;
    this.steps =
        program.steps().stream()
            .distinct()
            .filter(MountStep.CopyUp.class::isInstance)
            .map(MountStep.CopyUp.class::cast)
            .iterator();
    this.prefix = prefix;
    this.document = document;
  }

  /** The first operation of the step whose tmpfs was filled last. */
  int operation() {
    return operation;
  }

  /** Does what a report of a process asks for. */
  void perform(Report.CopyUp report, int pid) {
    var step = steps.next();
    operation = program.steps().indexOf(step);
    try {
      new TreeCopy(kernel, Inhabitant.of(kernel, pid)).copy(report.directory(), report.tmpfs());
    } catch (RuntimeFailure e) {
      throw InitFailures.copying(prefix, document, step, e);
    }
  }
}
