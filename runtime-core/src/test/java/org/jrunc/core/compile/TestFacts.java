package org.jrunc.core.compile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.compile.HostFacts.Source;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.SeccompProgram;
import org.jrunc.core.security.SecurityModules;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Seccomp;
import org.jrunc.spec.linux.SeccompAction;
import org.jspecify.annotations.Nullable;

/** A host that is the same on every machine: what golden plans are compiled for. */
public final class TestFacts {
  private static final String MEMORY = "/sys/fs/cgroup/memory/golden";
  private static final int INSTRUCTIONS = 2;

  private TestFacts() {}

  /** The facts for a spec. */
  public static HostFacts of(Spec spec) {
    var linux = spec.linux();
    var seccomp = Optional.ofNullable(linux == null ? null : linux.seccomp());
    return new HostFacts(
        sources(),
        true,
        40,
        cgroups(),
        Optional.of(new ResctrlFacts("/sys/fs/resctrl", true, true, true)),
        joins(linux, "/proc/1/ns/net"),
        List.of(
            new HostFacts.CgroupMount("memory", "memory", MEMORY, List.of()),
            new HostFacts.CgroupMount(
                "cpu,cpuacct",
                "cpu,cpuacct",
                "/sys/fs/cgroup/cpu,cpuacct/golden",
                List.of("cpu", "cpuacct")),
            new HostFacts.CgroupMount(
                "systemd", "name=systemd", "/sys/fs/cgroup/systemd/golden", List.of())),
        Optional.of("/home/golden"),
        seccomp.map(TestFacts::filter),
        Optional.of("/srv"),
        List.of("/sys/kernel/mnt", "/proc", "/sys"),
        Set.of(0),
        Map.of("/var/run/app", "/run/app"),
        Map.of("/tmp", 01777),
        // A case that is about a host without security modules says so itself.
        spec.annotations().containsKey("test.no-security-modules")
            ? SecurityModules.NONE
            : new SecurityModules(true, true));
  }

  private static boolean joins(@Nullable Linux linux, String path) {
    return linux != null
        && linux.namespaces().stream().anyMatch(namespace -> path.equals(namespace.path()));
  }

  private static SeccompProgram filter(Seccomp seccomp) {
    boolean notifies =
        seccomp.syscalls().stream().anyMatch(r -> r.action() == SeccompAction.SCMP_ACT_NOTIFY);
    int flags = notifies ? Abi.SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
    return new SeccompProgram(
        new byte[INSTRUCTIONS * 8],
        flags | Abi.SECCOMP_FILTER_FLAG_SPEC_ALLOW,
        "a filter",
        "/linux/seccomp",
        Optional.ofNullable(seccomp.listenerPath()));
  }

  /** What the command line says for all golden plans. */
  public static LaunchOptions options() {
    return LaunchOptions.of("golden", "/bundle");
  }

  private static Map<String, Source> sources() {
    return Map.of(
        "/etc/resolv.conf",
        Source.of(FileKind.FILE),
        "/bundle/data",
        Source.of(FileKind.DIRECTORY),
        "/etc/localtime",
        new Source(FileKind.FILE, false, Optional.of("../usr/share/zoneinfo/UTC")),
        "/proc",
        new Source(FileKind.DIRECTORY, true, Optional.empty()));
  }

  private static CgroupFacts cgroups() {
    return new CgroupFacts(
        List.of(MEMORY, "/sys/fs/cgroup/systemd/golden"),
        List.of(new CgroupFacts.JoinFile("/sys/fs/cgroup/systemd/golden/tasks", false)),
        Optional.of("/sys/fs/cgroup/unified/golden"),
        Optional.of(MEMORY + "/tasks"),
        List.of(),
        List.of(
            new HostStep.WriteCgroup(
                MEMORY + "/memory.limit_in_bytes",
                "1048576",
                Origin.field("/linux/resources/memory/limit"))));
  }
}
