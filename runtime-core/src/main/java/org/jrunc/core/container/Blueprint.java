package org.jrunc.core.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jrunc.core.abi.Architecture;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.cgroup.CgroupLayout;
import org.jrunc.core.cgroup.CgroupPlan;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.compile.CgroupFacts;
import org.jrunc.core.compile.CrunAnnotations;
import org.jrunc.core.compile.Descriptors;
import org.jrunc.core.compile.LaunchOptions;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.compile.PlanCompiler;
import org.jrunc.core.device.DefaultDevice;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.program.Lowering;
import org.jrunc.core.program.Program;
import org.jrunc.core.program.ProgramEncoder;
import org.jrunc.spec.Hooks;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.Seccomp;

/**
 * Everything that is decided before anything is done: a bundle, its plan and its program.
 *
 * @param bundle the bundle
 * @param cgroups where the container's cgroups are, and what is written to them
 * @param plan what is done, in order
 * @param program the container's part of it as system calls
 */
public record Blueprint(Bundle bundle, CgroupPlan cgroups, Plan plan, Program program) {
  /** Draws up the plan and the program of a container. */
  static Blueprint draw(Host host, Caller caller, Bundle bundle, LaunchOptions options) {
    var linux = linux(bundle);
    var mounts = host.cgroups().mounts();
    var layout = host.cgroups().layout(mounts, caller.pid(), linux.cgroupsPath(), options.id());
    var views = CgroupViews.of(mounts, layout.labels());
    var cgroups = CgroupPlan.of(layout, linux);
    var seccomp = SeccompPrograms.of(host, caller, bundle.spec());
    var facts =
        new FactsGatherer(host.kernel(), bundle, options)
            .gather(caller, facts(cgroups), views, seccomp);
    host.phases().reached(Phase.FACTS_GATHERED);
    var plan = PlanCompiler.compile(bundle.spec(), facts, options);
    host.phases().reached(Phase.PLAN_COMPILED);
    var sync = Descriptors.after(options.preservedDescriptors()).sync();
    var blueprint = new Blueprint(bundle, cgroups, plan, Lowering.lower(plan, sync));
    host.phases().reached(Phase.PROGRAM_LOWERED);
    return blueprint;
  }

  private static CgroupFacts facts(CgroupPlan plan) {
    var layout = plan.layout();
    var memory =
        layout.directory(Controller.MEMORY).map(directory -> directory.resolve("tasks").toString());
    return new CgroupFacts(
        layout.distinctDirectories().stream().map(Object::toString).toList(),
        layout.joinFiles().stream()
            .filter(file -> !memory.equals(Optional.of(file.path().toString())))
            .map(file -> new CgroupFacts.JoinFile(file.path().toString(), file.required()))
            .toList(),
        layout.unified().map(Object::toString),
        memory,
        steps(plan.early(), layout),
        steps(plan.limits(), layout));
  }

  private static List<HostStep.WriteCgroup> steps(List<CgroupWrite> writes, CgroupLayout layout) {
    return writes.stream()
        .map(
            write ->
                new HostStep.WriteCgroup(
                    layout.file(write).map(Object::toString).orElse(write.file()),
                    write.value(),
                    Origin.field(write.origin())))
        .toList();
  }

  /** The files that hooks print to. */
  List<Optional<String>> hookFiles() {
    return new CrunAnnotations(bundle.spec().annotations()).hookFiles();
  }

  /** The program for the executor of this machine. */
  byte[] encoded() {
    return ProgramEncoder.encode(program, Architecture.of(System.getProperty("os.arch", "")));
  }

  Optional<String> listenerMetadata() {
    return Optional.ofNullable(linux(bundle).seccomp()).map(Seccomp::listenerMetadata);
  }

  Hooks hooks() {
    var hooks = bundle.spec().hooks();
    return hooks == null ? Hooks.NONE : hooks;
  }

  /** Whether the container's process has a terminal. */
  boolean hasTerminal() {
    var process = bundle.spec().process();
    return process != null && process.terminal();
  }

  List<Namespace> namespaces() {
    return linux(bundle).namespaces();
  }

  /** What of the host is mounted in the container: the places there, and what they show. */
  Map<String, String> externalMounts() {
    var mounts = new LinkedHashMap<String, String>();
    for (var bind : plan.only(MountStep.BindMount.class)) {
      mounts.put(bind.target(), bind.source());
    }
    // Masked files are called so in the images.
    for (var device : DefaultDevice.values()) {
      mounts.put(device.path(), device.path());
    }
    for (var device : linux(bundle).devices()) {
      var path = MountPaths.clean(device.path());
      mounts.put(path, path);
    }
    return mounts;
  }

  /** The part of the config that is about Linux. */
  Linux linux() {
    return linux(bundle);
  }

  private static Linux linux(Bundle bundle) {
    var linux = bundle.spec().linux();
    return linux == null ? Linux.EMPTY : linux;
  }
}
