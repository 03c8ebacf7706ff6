package org.jrunc.core.container;

import java.util.Optional;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.cgroup.ResourceUpdate;
import org.jrunc.core.cgroup.Reversal;
import org.jrunc.core.failure.CgroupFailure;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.Warning;
import org.jrunc.core.rdt.Resctrl;
import org.jrunc.core.rdt.SchemataChange;
import org.jrunc.core.state.Limits;
import org.jrunc.core.state.StateLock;
import org.jrunc.core.state.StateRecord;
import org.jrunc.spec.Spec;
import org.jrunc.spec.check.SpecChecker;
import org.jrunc.spec.linux.IntelRdt;
import org.jrunc.spec.linux.Linux;

/**
 * Changes the limits of a container, all that are asked for or none. Its state directory then holds
 * them beside config.json, which stays as it was.
 */
final class Updating {
  private static final String RESOURCES = "/linux/resources";

  private final Host host;

  Updating(Host host) {
    this.host = host;
  }

  void update(StateLock lock, StateRecord record, UpdateRequest request) {
    var spec = Bundle.parse(host.store().config(lock.id()));
    var configured = spec.linux() == null ? Linux.EMPTY : spec.linux();
    var limits = host.store().limits(lock.id());
    var linux = limits.map(changed -> changed.in(configured)).orElse(configured);
    try {
      var update = ResourceUpdate.of(linux, request.resources());
      var schemata = schemata(linux, record, request);
      var after =
          update.after().withIntelRdt(schemata.map(SchemataChange::after).orElse(linux.intelRdt()));
      check(spec.withLinux(after));
      apply(lock, record, update, schemata, after);
    } catch (SpecFailure e) {
      throw inTheResources(e, e.pointer(), e.problem());
    } catch (CgroupFailure e) {
      throw inTheResources(e, e.pointer(), e.problem());
    }
  }

  /** New limits have to fit those that stay. */
  private static void check(Spec changed) {
    for (var violation : SpecChecker.check(changed)) {
      throw new SpecFailure(violation.pointer(), violation.message());
    }
  }

  private void apply(
      StateLock lock,
      StateRecord record,
      ResourceUpdate update,
      Optional<SchemataChange> schemata,
      Linux after) {
    try {
      var reversal = host.cgroups().open(record.cgroupPaths()).update(update);
      try {
        schemata.ifPresent(SchemataChange::perform);
        host.store().saveLimits(lock, Limits.of(after));
      } catch (RuntimeFailure e) {
        takeBack(reversal, e);
        schemata.ifPresent(change -> takeBack(change::restore, e));
        throw e;
      }
    } catch (RuntimeFailure e) {
      for (var left : e.getSuppressed()) {
        // What is set back is not what a field asks for.
        var problem = left instanceof CgroupFailure lost ? lost.problem() : left.getMessage();
        var message = "setting back the limits failed: " + problem;
        host.warnings().accept(new Warning(RESOURCES, message));
      }
      throw e;
    }
  }

  private static void takeBack(Reversal reversal, RuntimeFailure reason) {
    try {
      reversal.restore();
    } catch (RuntimeFailure e) {
      reason.addSuppressed(e);
    }
  }

  private Optional<SchemataChange> schemata(
      Linux linux, StateRecord record, UpdateRequest request) {
    if (request.cacheSchema().isEmpty() && request.bandwidthSchema().isEmpty()) {
      return Optional.empty();
    }
    var resctrl = Resctrl.facts(HostMounts.read().point("resctrl"));
    if (request.cacheSchema().isPresent() && resctrl.filter(facts -> facts.cache()).isEmpty()) {
      throw new HostFailure("Intel RDT/CAT: l3 cache schema is not enabled");
    }
    if (request.bandwidthSchema().isPresent()
        && resctrl.filter(facts -> facts.bandwidth()).isEmpty()) {
      throw new HostFailure("Intel RDT/MBA: memory bandwidth schema is not enabled");
    }
    var before = linux.intelRdt();
    if (before == null) {
      throw new SpecFailure("", "updating a non-existent Intel RDT configuration is not supported");
    }
    var after =
        new IntelRdt(
            before.closID(),
            before.schemata(),
            request.cacheSchema().orElse(before.l3CacheSchema()),
            request.bandwidthSchema().orElse(before.memBwSchema()),
            before.enableMonitoring());
    return Optional.of(SchemataChange.of(after, resctrl, record.id()));
  }

  /** The fields are those of config.json, but that is not where this came from. */
  private static RuntimeFailure inTheResources(
      RuntimeFailure failure, String pointer, String problem) {
    if (!pointer.startsWith(RESOURCES + "/")) {
      return failure;
    }
    var place = pointer.substring(RESOURCES.length());
    return new SpecFailure("", problem + " (from " + place + " of the new limits)");
  }
}
