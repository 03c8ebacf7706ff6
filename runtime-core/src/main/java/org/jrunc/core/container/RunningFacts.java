package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.cgroup.CgroupLayout;
import org.jrunc.core.cgroup.SubCgroups;
import org.jrunc.core.compile.CgroupFacts;
import org.jrunc.core.compile.HostFacts;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.SeccompProgram;
import org.jrunc.core.security.SecurityModules;
import org.jrunc.core.state.StateRecord;
import org.jrunc.spec.Process;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;

/** Asks the host what the compiler has to know about a process that joins a container. */
final class RunningFacts {
  /** The names that are not those of the specification. */
  private static final Map<NamespaceType, String> FILES =
      Map.of(NamespaceType.NETWORK, "net", NamespaceType.MOUNT, "mnt");

  private final Kernel kernel;
  private final Caller caller;
  private final StateRecord record;

  RunningFacts(Kernel kernel, Caller caller, StateRecord record) {
    this.kernel = kernel;
    this.caller = caller;
    this.record = record;
  }

  HostFacts gather(
      Process process, Accounts accounts, List<String> cgroups, Optional<SeccompProgram> seccomp) {
    var facts = new ProcessFacts(kernel);
    boolean labelled = process.apparmorProfile() != null || process.selinuxLabel() != null;
    return HostFacts.ofRunning(
        facts.lastCapability(),
        cgroups(cgroups),
        ProcessFacts.namesHome(process) ? Optional.empty() : accounts.home(process.user().uid()),
        seccomp,
        facts.nullStreams(caller),
        labelled ? facts.modules(process, HostMounts.read()) : SecurityModules.NONE);
  }

  private CgroupFacts cgroups(List<String> arguments) {
    var layout = SubCgroups.of(CgroupLayout.of(record.cgroupPaths()), arguments);
    return CgroupFacts.ofRunning(
        layout.joinFiles().stream()
            .map(file -> new CgroupFacts.JoinFile(file.path().toString(), file.required()))
            .toList(),
        layout.unified().map(Path::toString));
  }

  /** The namespaces of a container that the caller is not in: one's own cannot be entered. */
  Set<NamespaceType> namespaces(Spec spec) {
    var found = EnumSet.noneOf(NamespaceType.class);
    var linux = spec.linux();
    if (linux != null) {
      for (var namespace : linux.namespaces()) {
        if (isAnother(namespace.type())) {
          found.add(namespace.type());
        }
      }
    }
    // CRIU restores a container into a time namespace that no configuration names.
    if (isAnother(NamespaceType.TIME)) {
      found.add(NamespaceType.TIME);
    }
    return found;
  }

  private boolean isAnother(NamespaceType type) {
    var file = "/ns/" + FILES.getOrDefault(type, type.name().toLowerCase(Locale.ROOT));
    var theirs = kernel.facts(Path.of("/proc/" + record.pid() + file));
    return !theirs.isSameFile(kernel.facts(Path.of("/proc/" + caller.pid() + file)));
  }
}
