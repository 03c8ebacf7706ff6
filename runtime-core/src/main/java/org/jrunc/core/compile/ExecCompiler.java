package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.DeviceStep;
import org.jrunc.core.plan.JoinStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;

/**
 * Decides what is done to run another process in a container, and in which order. Pure, as {@link
 * PlanCompiler}, whose steps it uses.
 */
public final class ExecCompiler {
  private static final Origin PATH = Origin.field("/linux/cgroupsPath");

  private final Config config;
  private final HostFacts facts;
  private final Set<NamespaceType> namespaces;
  private final ExecOptions options;
  private final Descriptors descriptors;
  private final ProcessCompiler process;
  private final IdentityCompiler identity;
  private final SchedulingCompiler scheduling;
  private final LabelCompiler labels;
  private final List<Step> steps = new ArrayList<>();

  private ExecCompiler(
      Spec spec, HostFacts facts, Set<NamespaceType> namespaces, ExecOptions options) {
    this.config = Config.of(spec);
    this.facts = facts;
    this.namespaces = namespaces;
    this.options = options;
    this.descriptors = Descriptors.after(options.launch().preservedDescriptors());
    this.process = new ProcessCompiler(config, facts, options.launch());
    this.identity = new IdentityCompiler(config, facts, options.launch());
    this.scheduling = new SchedulingCompiler(config);
    this.labels = new LabelCompiler(config, facts);
  }

  /**
   * The plan of a process that joins a container.
   *
   * @param spec the container's, with the process that is to run in it
   * @param facts its cgroups among them
   * @param namespaces the namespaces of the container that are not the caller's
   * @throws SpecFailure if something impossible or unknown is asked for
   */
  public static Plan compile(
      Spec spec, HostFacts facts, Set<NamespaceType> namespaces, ExecOptions options) {
    return new ExecCompiler(spec, facts, namespaces, options).compile();
  }

  private Plan compile() {
    join();
    takeIdentity();
    return new Plan(steps, Warnings.ofProcess(config, facts));
  }

  /** The process where it belongs: cgroups, namespaces, session, terminal, directory. */
  private void join() {
    var prepare = Origin.implied("CVE-2016-9962");
    add(new LaunchStep.PrepareLaunch(descriptors.sync(), descriptors.program(), prepare));
    // Joining a cpuset sets the CPUs too.
    add(scheduling.initialCpus());
    // By paths of the host, so before its mounts are left.
    add(cgroups());
    add(entry());
    add(new JoinStep.CloneProcess(unified(), Origin.implied("pid_namespaces(7)")));
    add(process.oomScore());
    add(root());
    add(scheduling.finalCpus());
    add(process.session());
    add(process.joinedKeyring(labels.keys()));
    add(privateProc());
    // In the container's own devpts: CVE-2025-52565.
    add(console());
    add(process.existingWorkingDirectory());
    add(umask());
    // With no_new_privs a process may no longer choose its profile.
    add(labels.profile());
    add(identity.noNewPrivileges());
    add(scheduling.steps());
    add(new SyncStep.ReportReady(Origin.implied("limits precede the user's process")));
  }

  /** Who the process is and what it may, up to the user's program. */
  private void takeIdentity() {
    add(identity.assumption(process, labels, Set.of()));
    add(process.execution());
  }

  private List<Step> cgroups() {
    var steps = new ArrayList<Step>();
    for (var join : facts.cgroups().joins()) {
      steps.add(new LaunchStep.JoinCgroup(join.file(), join.required(), PATH));
    }
    facts
        .cgroups()
        .unified()
        .ifPresent(directory -> steps.add(new JoinStep.OpenCgroup(directory, PATH)));
    return steps;
  }

  private boolean unified() {
    return facts.cgroups().unified().isPresent();
  }

  private List<Step> entry() {
    if (namespaces.isEmpty()) {
      return List.of();
    }
    // In the order of config.json, which is the same in every run.
    var entered = new LinkedHashSet<NamespaceType>();
    for (var namespace : config.linux().namespaces()) {
      if (namespaces.contains(namespace.type())) {
        entered.add(namespace.type());
      }
    }
    entered.addAll(namespaces);
    return List.of(
        new JoinStep.EnterContainer(
            descriptors.container(), List.copyOf(entered), Origin.field("/linux/namespaces")));
  }

  /** Everything later is looked up from there, and in a user namespace is done by its root. */
  private List<Step> root() {
    var steps = new ArrayList<Step>();
    if (namespaces.contains(NamespaceType.USER)) {
      steps.addAll(new UserNamespaceCompiler(config).root());
    }
    steps.add(new JoinStep.OpenRoot(Origin.implied("paths are those of the container")));
    return steps;
  }

  /** Only labels are written there. */
  private List<Step> privateProc() {
    boolean labelled = !labels.profile().isEmpty() || !labels.process().isEmpty();
    return labelled ? List.of(process.privateProc()) : List.of();
  }

  private List<Step> console() {
    if (!config.process().terminal()) {
      return List.of();
    }
    var size = config.process().consoleSize();
    return List.of(
        new DeviceStep.CreateConsole(
            descriptors.console(),
            size == null ? 0 : size.height(),
            size == null ? 0 : size.width(),
            false,
            Origin.field("/process/terminal")));
  }

  private ProcessStep umask() {
    return config.process().user().umask() == null
        ? new ProcessStep.SetUmask(options.umask(), Origin.implied("the caller's, as under runc"))
        : process.umask();
  }

  private void add(Step step) {
    steps.add(step);
  }

  private void add(List<? extends Step> more) {
    steps.addAll(more);
  }
}
