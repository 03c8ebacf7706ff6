package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.spec.Hook;
import org.jrunc.spec.Hooks;
import org.jrunc.spec.Spec;

/**
 * Decides what is done to make a container, and in which order. Pure: the same spec and facts give
 * the same plan.
 */
public final class PlanCompiler {
  private final Config config;
  private final HostFacts facts;
  private final Descriptors descriptors;
  private final NamespaceCompiler namespaces;
  private final RdtCompiler rdt;
  private final NetDeviceCompiler network;
  private final UserNamespaceCompiler user;
  private final MountCompiler mounts;
  private final List<MountStep> mounting;
  private final DeviceCompiler devices;
  private final ProcessCompiler process;
  private final IdentityCompiler identity;
  private final SchedulingCompiler scheduling;
  private final LabelCompiler labels;
  private final List<Step> steps = new ArrayList<>();

  private PlanCompiler(Spec spec, HostFacts facts, LaunchOptions options) {
    this.config = Config.of(spec);
    this.facts = facts;
    this.descriptors = Descriptors.after(options.preservedDescriptors());
    this.namespaces = new NamespaceCompiler(config);
    this.rdt = new RdtCompiler(config.linux().intelRdt(), facts.resctrl(), options.id());
    this.network = new NetDeviceCompiler(config);
    this.user = new UserNamespaceCompiler(config);
    this.mounts = new MountCompiler(config, facts, options);
    this.mounting = mounts.mounts();
    this.devices = new DeviceCompiler(config, facts, descriptors);
    this.process = new ProcessCompiler(config, facts, options);
    this.identity = new IdentityCompiler(config, facts, options);
    this.scheduling = new SchedulingCompiler(config);
    this.labels = new LabelCompiler(config, facts);
  }

  /**
   * The plan of a container.
   *
   * @throws SpecFailure if the config asks for something impossible or unknown
   */
  public static Plan compile(Spec spec, HostFacts facts, LaunchOptions options) {
    return new PlanCompiler(spec, facts, options).compile();
  }

  private Plan compile() {
    launch();
    setUp();
    takeIdentity();
    return new Plan(steps, Warnings.of(config, facts));
  }

  /** The process and all that surrounds it: cgroups, namespaces, limits. */
  private void launch() {
    config.crun().check(facts.seccomp().isPresent());
    add(facts.cgroups().creation());
    var prepare = Origin.implied("CVE-2016-9962");
    add(new LaunchStep.PrepareLaunch(descriptors.sync(), descriptors.program(), prepare));
    add(network.outside());
    // In the caller's namespaces and cgroups, while the engine makes the container's.
    add(mounts.idMappings());
    // Before the cgroup namespace is made, whose root is the cgroup of who makes it.
    add(facts.cgroups().joining());
    add(namespaces.joins());
    add(creation());
    // Of these the engine takes care while the process sets itself up; they hold when it is ready.
    add(facts.cgroups().limits());
    add(rdt.groups());
    add(process.oomScore());
    add(engine());
    add(root());
    add(scheduling.allCpus());
    add(process.session());
    add(process.keyring(labels.keys()));
    add(namespaces.loopback());
    add(network.moves());
  }

  /** What the process sees: mounts, devices, names and parameters of the kernel. */
  private void setUp() {
    add(user.present() ? List.of() : mounts.preparation());
    add(mounting);
    add(devices.nodes());
    // createRuntime hooks see the mounts, before the root is pivoted: config.md "Hooks".
    add(hostHooks());
    add(containerHooks("createContainer", config.hooks().createContainer(), List.of()));
    // Needs the pid namespace but no mount of the container, and is needed without any.
    add(process.privateProc());
    // Before the pivot, while the host's own /dev/null can be told from the image's:
    // CVE-2025-31133.
    add(mounts.restrictions());
    add(mounts.pivot());
    add(devices.standardStreams());
    // In the container's own devpts, so after the pivot: CVE-2025-52565.
    add(devices.console());
    // Made while the root can still be written to.
    add(process.workingDirectory());
    add(mounts.finish());
    add(process.umask());
    add(process.names());
    // With no_new_privs a process may no longer choose its profile.
    add(labels.profile());
    add(process.sysctls());
    add(identity.noNewPrivileges());
    add(scheduling.steps());
    add(new SyncStep.ReportReady(Origin.implied("limits and state precede the user's process")));
  }

  /** Who the process is and what it may, up to the user's program. */
  private void takeIdentity() {
    add(identity.assumption(process, labels, devices.reopened()));
    add(new SyncStep.AwaitStart(descriptors.fifo(), Origin.implied("runtime.md, start")));
    // They run in the container and by default with its environment.
    add(containerHooks("startContainer", config.hooks().startContainer(), process.environment()));
    add(process.execution());
  }

  /**
   * The process, and what must be opened before it is only the root of a user namespace, to whom
   * not every path is open.
   */
  private List<Step> creation() {
    var clone = namespaces.creation(facts.cgroups());
    var steps = new ArrayList<Step>();
    if (!user.present()) {
      return List.copyOf(clone);
    }
    if (user.joined()) {
      steps.addAll(mounts.preparation());
      steps.addAll(mounts.sources(mounting, descriptors));
      steps.addAll(namespaces.userJoin());
      steps.addAll(clone);
    } else {
      steps.addAll(clone);
      steps.addAll(namespaces.entry());
      steps.addAll(mounts.preparation());
      steps.addAll(mounts.sources(mounting, descriptors));
    }
    if (!user.joined() && clone.getLast() instanceof LaunchStep.CloneInit init) {
      var origin = Origin.implied("the engine maps the ids of the process");
      steps.add(new LaunchStep.HandOver(descriptors.passed(0), init, origin));
    }
    steps.addAll(user.mappings());
    return steps;
  }

  /** Hardly any process needs something of the engine before it is ready. */
  private List<Step> engine() {
    var reason = "";
    if (user.present()) {
      reason = "ids are mapped before they are used";
    } else if (!rdt.groups().isEmpty()) {
      reason = "only a process that lives can enter a group";
    } else if (!config.hooks().createContainer().isEmpty()) {
      reason = "hooks read the state of the container";
    }
    return reason.isEmpty() ? List.of() : List.of(new SyncStep.AwaitEngine(Origin.implied(reason)));
  }

  private List<Step> root() {
    var steps = new ArrayList<Step>();
    if (user.present() && !user.joined()) {
      steps.add(new MountStep.TakeRootfs(descriptors.passed(0), Origin.field("/root/path")));
    }
    steps.addAll(user.root());
    steps.addAll(namespaces.ipc());
    return steps;
  }

  private void add(Step step) {
    steps.add(step);
  }

  private void add(List<? extends Step> more) {
    steps.addAll(more);
  }

  private List<Step> hostHooks() {
    Hooks hooks = config.hooks();
    var result = new ArrayList<Step>();
    addHostHooks("prestart", hooks.prestart(), result);
    addHostHooks("createRuntime", hooks.createRuntime(), result);
    if (!result.isEmpty()) {
      result.addFirst(new SyncStep.AwaitHostHooks(Origin.field("/hooks")));
    }
    return result;
  }

  private static void addHostHooks(String kind, List<Hook> hooks, List<Step> result) {
    for (int i = 0; i < hooks.size(); i++) {
      var origin = Origin.field("/hooks/" + kind + "/" + i);
      result.add(new HostStep.RunHook(kind, i, hooks.get(i), origin));
    }
  }

  private List<Step> containerHooks(String kind, List<Hook> hooks, List<String> environment) {
    var result = new ArrayList<Step>();
    for (int i = 0; i < hooks.size(); i++) {
      var hook = hooks.get(i);
      result.add(
          new ProcessStep.RunContainerHook(
              kind,
              i,
              hook,
              hook.env().isEmpty() ? environment : hook.env(),
              descriptors.hookStreams(config.crun().redirectsHooks()),
              Origin.field("/hooks/" + kind + "/" + i)));
    }
    return result;
  }
}
