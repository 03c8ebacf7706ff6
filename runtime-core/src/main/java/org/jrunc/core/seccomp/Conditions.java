package org.jrunc.core.seccomp;

import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.linux.SeccompBuilder.Comparison;
import org.jrunc.spec.linux.SyscallArgument;

/** The conditions of a rule in the form of libseccomp. */
final class Conditions {
  private static final int MOST_ARGUMENTS = 6;

  private Conditions() {}

  /**
   * Lists of conditions, of which one must hold as a whole. Usually it is one list. The kernel can
   * look at an argument once per rule; if a rule does so twice, each of its conditions counts
   * alone, as it always has in runc.
   */
  static List<List<Comparison>> of(List<SyscallArgument> arguments, String pointer) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).index() >= MOST_ARGUMENTS) {
        throw new SpecFailure(
            pointer + "/args/" + i, "system calls have at most " + MOST_ARGUMENTS + " arguments");
      }
    }
    var comparisons = arguments.stream().map(Conditions::comparison).toList();
    long distinct = arguments.stream().map(SyscallArgument::index).distinct().count();
    return distinct == arguments.size()
        ? List.of(comparisons)
        : comparisons.stream().map(List::of).toList();
  }

  private static Comparison comparison(SyscallArgument argument) {
    return new Comparison(
        argument.index(),
        SeccompNumbers.operator(argument.op()),
        argument.value().longValue(),
        argument.valueTwo().longValue());
  }
}
