package org.jrunc.core.container;

import java.util.Optional;
import java.util.Set;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.compile.Descriptors;
import org.jrunc.core.compile.ExecCompiler;
import org.jrunc.core.compile.ExecOptions;
import org.jrunc.core.compile.HostFacts;
import org.jrunc.core.compile.LaunchOptions;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Pidfd;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.program.Lowering;
import org.jrunc.core.program.Program;
import org.jrunc.core.program.ProgramEncoder;
import org.jrunc.core.state.StateRecord;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;
import org.jrunc.spec.linux.Seccomp;

/**
 * Everything that is decided before a process joins a container.
 *
 * @param spec the container's, with that process
 * @param plan what is done, in order
 * @param program the process's part of it as system calls
 */
public record ExecBlueprint(Spec spec, Plan plan, Program program) {
  /**
   * Draws up the plan and the program.
   *
   * @param init the container's first process
   */
  static ExecBlueprint draw(
      Host host, Caller caller, StateRecord record, Pidfd init, Spec container, ExecRequest asked) {
    var accounts = new Accounts(host.kernel(), init);
    var spec = ExecProcess.in(container, asked.process(), accounts);
    var process = spec.process();
    if (process == null) {
      throw new SpecFailure("", "process property must not be empty");
    }
    var facts = new RunningFacts(host.kernel(), caller, record);
    var seccomp = SeccompPrograms.of(host, caller, spec);
    var gathered = facts.gather(process, accounts, asked.cgroups(), seccomp);
    var options =
        new ExecOptions(
            new LaunchOptions(
                record.id(),
                record.bundle(),
                asked.preserveDescriptors(),
                true,
                !record.callersKeyring(),
                0,
                Optional.empty()),
            caller.umask());
    var namespaces = facts.namespaces(spec);
    host.phases().reached(Phase.FACTS_GATHERED);
    var plan = compile(spec, gathered, namespaces, options);
    host.phases().reached(Phase.PLAN_COMPILED);
    var sync = Descriptors.after(asked.preserveDescriptors()).sync();
    var program = Lowering.lower(plan, sync);
    host.phases().reached(Phase.PROGRAM_LOWERED);
    return new ExecBlueprint(spec, plan, program);
  }

  /** What is wrong with the process is in no config.json. */
  private static Plan compile(
      Spec spec, HostFacts facts, Set<NamespaceType> namespaces, ExecOptions options) {
    try {
      return ExecCompiler.compile(spec, facts, namespaces, options);
    } catch (SpecFailure e) {
      throw e.pointer().startsWith("/process") ? new SpecFailure("", e.problem()) : e;
    }
  }

  /** Whether the process gets a terminal. */
  boolean terminal() {
    var process = spec.process();
    return process != null && process.terminal();
  }

  /** The program for the executor of this machine. */
  byte[] encoded() {
    return ProgramEncoder.encode(program, Architecture.of(System.getProperty("os.arch", "")));
  }

  Optional<String> listenerMetadata() {
    var linux = spec.linux();
    return Optional.ofNullable(linux == null ? null : linux.seccomp())
        .map(Seccomp::listenerMetadata);
  }
}
