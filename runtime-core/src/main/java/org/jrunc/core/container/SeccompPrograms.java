package org.jrunc.core.container;

import java.util.Optional;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.plan.SeccompProgram;
import org.jrunc.core.seccomp.RawFilter;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Seccomp;

/** Makes the filters of processes, from a profile or from an annotation. */
final class SeccompPrograms {
  private static final String PROFILE = "/linux/seccomp";

  private SeccompPrograms() {}

  /** The filter that a config asks for. */
  static Optional<SeccompProgram> of(Host host, Caller caller, Spec spec) {
    var seccomp = spec.linux() == null ? null : spec.linux().seccomp();
    var crun = new CrunAnnotations(spec.annotations());
    var data = crun.seccompData();
    var path = Optional.ofNullable(seccomp).map(Seccomp::listenerPath);
    if (data.isPresent()) {
      var pointer = CrunAnnotations.seccompDataPointer();
      var agent = crun.seccompReceiver(path, caller.environment());
      var filter = RawFilter.of(data.get(), pointer, seccomp, agent.isPresent());
      var summary = filter.length() + " instructions";
      return Optional.of(
          new SeccompProgram(filter.program(), filter.flags(), summary, pointer, agent));
    }
    if (seccomp == null) {
      return Optional.empty();
    }
    var agent = crun.seccompReceiver(path, caller.environment());
    var filter = host.filters().of(seccomp, crun.isSeccompStrict());
    var summary =
        "default "
            + seccomp.defaultAction()
            + ", "
            + seccomp.syscalls().size()
            + " rules, "
            + filter.length()
            + " instructions";
    return Optional.of(
        new SeccompProgram(filter.program(), filter.flags(), summary, PROFILE, agent));
  }
}
