package org.jrunc.core.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jrunc.core.failure.Bug;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.linux.IntelRdt;
import org.jspecify.annotations.Nullable;

/** Compiles {@code /linux/intelRdt}: config-linux.md, "IntelRdt". */
public final class RdtCompiler {
  private static final String POINTER = "/linux/intelRdt";

  private final @Nullable IntelRdt rdt;
  private final Optional<ResctrlFacts> resctrl;
  private final String id;

  RdtCompiler(@Nullable IntelRdt rdt, Optional<ResctrlFacts> resctrl, String id) {
    this.rdt = rdt;
    this.resctrl = resctrl;
    this.id = id;
  }

  /**
   * The steps that put a process into its class of service and its monitoring group.
   *
   * @throws SpecFailure if the host cannot do what is asked for
   */
  List<Step> groups() {
    return rdt == null ? List.of() : groups(rdt, available(rdt));
  }

  /**
   * The step that gives a group its shares.
   *
   * @param rdt shares, at least one
   * @param resctrl what the host can do
   * @param id the container
   */
  public static HostStep.WriteSchemata schemata(
      IntelRdt rdt, Optional<ResctrlFacts> resctrl, String id) {
    for (var step : new RdtCompiler(rdt, resctrl, id).groups()) {
      if (step instanceof HostStep.WriteSchemata schemata) {
        return schemata;
      }
    }
    throw new Bug("no shares to write");
  }

  private ResctrlFacts available(IntelRdt wanted) {
    var host =
        resctrl.orElseThrow(
            () ->
                new SpecFailure(
                    POINTER, "intelRdt is specified in config, but Intel RDT is not enabled"));
    require(wanted.l3CacheSchema() == null || host.cache(), "l3CacheSchema", "Intel RDT/CAT");
    require(wanted.memBwSchema() == null || host.bandwidth(), "memBwSchema", "Intel RDT/MBA");
    require(
        !wanted.enableMonitoring() || host.monitoring(),
        "enableMonitoring",
        "Intel RDT monitoring");
    return host;
  }

  private static void require(boolean available, String field, String feature) {
    if (!available) {
      throw new SpecFailure(
          POINTER + "/" + field,
          "intelRdt." + field + " is specified in config, but " + feature + " is not enabled");
    }
  }

  private List<Step> groups(IntelRdt wanted, ResctrlFacts host) {
    var steps = new ArrayList<Step>();
    var origin = Origin.field(POINTER);
    var named = wanted.closID();
    // The class `/` is the one that everything is in by default: the mount point itself.
    var name = named == null ? id : named;
    var group = name.equals("/") ? host.mountPoint() : host.mountPoint() + "/" + name;
    var schemata = schemata(wanted);
    boolean existing = named != null && schemata.isEmpty();
    // Others may share a class that has a name, so it stays when the container goes.
    steps.add(new HostStep.CreateResourceGroup(group, existing, named == null, origin));
    if (!schemata.isEmpty()) {
      steps.add(new HostStep.WriteSchemata(group + "/schemata", schemata, origin));
    }
    steps.add(new HostStep.JoinResourceGroup(group + "/tasks", origin));
    if (wanted.enableMonitoring()) {
      var monitoring = Origin.field(POINTER + "/enableMonitoring");
      var directory = group + "/mon_groups/" + id;
      steps.add(new HostStep.CreateResourceGroup(directory, false, true, monitoring));
      steps.add(new HostStep.JoinResourceGroup(directory + "/tasks", monitoring));
    }
    return steps;
  }

  /** All lines, in the order in which later ones overrule earlier ones. */
  private static String schemata(IntelRdt wanted) {
    var lines = new StringBuilder();
    Stream.concat(
            Stream.of(
                    Optional.ofNullable(wanted.l3CacheSchema()),
                    Optional.ofNullable(wanted.memBwSchema()))
                .flatMap(Optional::stream),
            wanted.schemata().stream())
        .forEach(line -> lines.append(line).append('\n'));
    return lines.toString();
  }
}
