package org.jrunc.core.compile;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.SeccompProgram;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.core.security.Capability;
import org.jrunc.core.security.ResourceLimit;
import org.jrunc.spec.Capabilities;
import org.jrunc.spec.Process;

/** Compiles the rights of the process: user, capabilities, limits, no_new_privs, seccomp. */
final class IdentityCompiler {
  private static final int STANDARD_STREAMS = 3;
  private static final Capabilities NO_CAPABILITIES =
      new Capabilities(List.of(), List.of(), List.of(), List.of(), List.of());

  private final Config config;
  private final Process process;
  private final HostFacts facts;
  private final String bundle;
  private final Capabilities capabilities;

  IdentityCompiler(Config config, HostFacts facts, LaunchOptions options) {
    this.config = config;
    this.process = config.process();
    this.bundle = options.bundle();
    this.facts = facts;
    var given = process.capabilities();
    this.capabilities = given == null ? NO_CAPABILITIES : given;
  }

  List<Step> noNewPrivileges() {
    return process.noNewPrivileges()
        ? List.of(new ProcessStep.SetNoNewPrivileges(Origin.field("/process/noNewPrivileges")))
        : List.of();
  }

  /**
   * The end of every plan, but for the program itself: who the process is and what it may. The
   * order is the same for a container's first process and for one that joins it.
   *
   * @param reopened the standard streams that are replaced
   */
  List<Step> assumption(ProcessCompiler own, LabelCompiler labels, Set<Integer> reopened) {
    var steps = new ArrayList<Step>();
    steps.addAll(limits());
    steps.addAll(labels.process());
    // Without no_new_privs a filter needs CAP_SYS_ADMIN, which is about to go: seccomp(2).
    steps.addAll(seccomp(false));
    steps.addAll(standardStreams(reopened));
    steps.add(boundingSet());
    steps.add(own.enterWorkingDirectory());
    steps.add(user());
    steps.addAll(own.retryWorkingDirectory());
    steps.addAll(capabilities());
    // With the rights of the user, and while it can still be said what is wrong.
    steps.add(own.executable());
    // As late as possible, so that the profile need not allow what comes before.
    steps.addAll(seccomp(true));
    return steps;
  }

  private List<Step> limits() {
    var steps = new ArrayList<Step>();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < process.rlimits().size(); i++) {
      var limit = process.rlimits().get(i);
      var pointer = "/process/rlimits/" + i;
      if (!seen.add(limit.type())) {
        throw new SpecFailure(pointer, "rlimit " + limit.type() + " is given twice");
      }
      var resource =
          ResourceLimit.of(limit.type())
              .orElseThrow(() -> new SpecFailure(pointer, "invalid rlimit type: " + limit.type()));
      steps.add(
          new HostStep.SetRlimit(
              limit.type(),
              resource.number(),
              unsigned(limit.soft()),
              unsigned(limit.hard()),
              Origin.field(pointer)));
    }
    return steps;
  }

  private static long unsigned(BigInteger value) {
    return value.longValue();
  }

  private List<Step> seccomp(boolean afterCapabilities) {
    if (facts.seccomp().isEmpty() || process.noNewPrivileges() != afterCapabilities) {
      return List.of();
    }
    var filter = facts.seccomp().get();
    var install = new ProcessStep.InstallSeccomp(filter, Origin.field(filter.pointer()));
    // At once, as a call that waits for an answer may be the next one.
    return filter.notifies() ? List.of(install, listener(filter)) : List.of(install);
  }

  private Step listener(SeccompProgram filter) {
    var path = filter.agent();
    if (path.isEmpty()) {
      throw new SpecFailure("/linux/seccomp/listenerPath", "seccomp listenerPath is not set");
    }
    var socket = MountPaths.inBundle(bundle, path.get());
    return new SyncStep.HandOverListener(socket, Origin.field("/linux/seccomp/listenerPath"));
  }

  /** The container's user owns its streams, but never the host's devices behind them. */
  private List<Step> standardStreams(Set<Integer> reopened) {
    var streams =
        IntStream.range(0, STANDARD_STREAMS)
            .filter(fd -> !reopened.contains(fd) && !facts.nullStreams().contains(fd))
            .boxed()
            .toList();
    if (process.terminal()) {
      streams = List.of(0, 1, 2);
    }
    return streams.isEmpty()
        ? List.of()
        : List.of(
            new ProcessStep.OwnStandardStreams(
                process.user().uid(), streams, Origin.field("/process/user/uid")));
  }

  private ProcessStep boundingSet() {
    var keep = masks(capabilities.bounding());
    var drop =
        Arrays.stream(Capability.values())
            .map(Capability::number)
            .filter(number -> number <= facts.lastCapability() && (keep & 1L << number) == 0)
            .toList();
    return new ProcessStep.DropBounding(drop, Origin.field("/process/capabilities/bounding"));
  }

  private ProcessStep user() {
    var user = process.user();
    return new ProcessStep.SetUser(
        user.uid(),
        user.gid(),
        user.additionalGids(),
        keepsGroups(),
        user.uid() != 0,
        Origin.field("/process/user"));
  }

  /** What podman asks for with {@code --group-add keep-groups}: crun(1). */
  private boolean keepsGroups() {
    return config.crun().keepsGroups();
  }

  private List<ProcessStep> capabilities() {
    var steps = new ArrayList<ProcessStep>();
    steps.add(sets());
    if (process.capabilities() != null) {
      var ambient =
          capabilities.ambient().stream()
              .flatMap(name -> Capability.of(name).stream())
              .map(Capability::number)
              .toList();
      steps.add(new ProcessStep.SetAmbient(ambient, Origin.field("/process/capabilities/ambient")));
    }
    return steps;
  }

  private ProcessStep sets() {
    long effective = masks(capabilities.effective());
    long permitted = masks(capabilities.permitted());
    for (var name : capabilities.effective()) {
      if ((masks(List.of(name)) & ~permitted) != 0) {
        throw new SpecFailure(
            "/process/capabilities/effective", "effective capability " + name + " not permitted");
      }
    }
    long inheritable = masks(capabilities.inheritable());
    // What is not in the bounding set can be inherited only if the caller has it so already, which
    // capset(2) finds out.
    boolean doubtful = (inheritable & ~masks(capabilities.bounding())) != 0;
    var origin = Origin.field("/process/capabilities" + (doubtful ? "/inheritable" : ""));
    return new ProcessStep.SetCapabilities(effective, permitted, inheritable, origin);
  }

  /** Names that the kernel does not know are left out, as runc leaves them out. */
  private long masks(List<String> names) {
    long set = 0;
    for (var name : names) {
      var capability = Capability.of(name);
      if (capability.isPresent() && capability.get().number() <= facts.lastCapability()) {
        set |= capability.get().mask();
      }
    }
    return set;
  }
}
