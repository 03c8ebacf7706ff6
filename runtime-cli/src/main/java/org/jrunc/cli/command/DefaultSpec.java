package org.jrunc.cli.command;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.spec.Capabilities;
import org.jrunc.spec.Mount;
import org.jrunc.spec.Process;
import org.jrunc.spec.Rlimit;
import org.jrunc.spec.Root;
import org.jrunc.spec.Spec;
import org.jrunc.spec.User;
import org.jrunc.spec.linux.DeviceRule;
import org.jrunc.spec.linux.IdMapping;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/** The specification to start from, with the same settings as runc's. */
final class DefaultSpec {
  private static final List<String> CAPABILITIES =
      List.of("CAP_AUDIT_WRITE", "CAP_KILL", "CAP_NET_BIND_SERVICE");
  private static final List<String> MASKED_PATHS =
      List.of(
          "/proc/acpi",
          "/proc/asound",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/proc/sched_debug",
          "/sys/firmware",
          "/proc/scsi");
  private static final List<String> READONLY_PATHS =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");
  private static final List<NamespaceType> NAMESPACES =
      List.of(
          NamespaceType.PID,
          NamespaceType.NETWORK,
          NamespaceType.IPC,
          NamespaceType.UTS,
          NamespaceType.MOUNT);
  private static final BigInteger OPEN_FILES = BigInteger.valueOf(1024);

  private DefaultSpec() {}

  /**
   * The specification for root.
   *
   * @param hostname the container's host name
   * @param unified whether the host has cgroup v2 only, so that a cgroup namespace is of use
   */
  static Spec privileged(String hostname, boolean unified) {
    var types = new ArrayList<>(NAMESPACES);
    if (unified) {
      types.add(NamespaceType.CGROUP);
    }
    var denyAllDevices = new DeviceRule(false, null, null, null, "rwm");
    var resources =
        new Resources(
            List.of(denyAllDevices), null, null, null, null, List.of(), null, Map.of(), Map.of());
    return spec(hostname, mounts(), linux(types, List.of(), List.of(), resources));
  }

  /**
   * The specification for a user without privileges, who becomes root in a user namespace.
   *
   * @param hostname the container's host name
   * @param unified see {@link #privileged}
   * @param uid the user's id
   * @param gid the user's group id
   */
  static Spec rootless(String hostname, boolean unified, long uid, long gid) {
    var types = new ArrayList<>(NAMESPACES);
    types.remove(NamespaceType.NETWORK);
    if (unified) {
      types.add(NamespaceType.CGROUP);
    }
    types.add(NamespaceType.USER);
    var uids = List.of(new IdMapping(0, uid, 1));
    var gids = List.of(new IdMapping(0, gid, 1));
    var mounts = mounts().stream().map(DefaultSpec::withoutPrivileges).toList();
    return spec(hostname, mounts, linux(types, uids, gids, null));
  }

  private static Spec spec(String hostname, List<Mount> mounts, Linux linux) {
    return new Spec(
        "1.3.0",
        process(),
        new Root("rootfs", true),
        hostname,
        null,
        mounts,
        null,
        Map.of(),
        linux);
  }

  private static Process process() {
    return new Process(
        true,
        null,
        User.ROOT,
        List.of("sh"),
        List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"),
        "/",
        new Capabilities(CAPABILITIES, CAPABILITIES, List.of(), CAPABILITIES, List.of()),
        List.of(new Rlimit("RLIMIT_NOFILE", OPEN_FILES, OPEN_FILES)),
        true,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static Linux linux(
      List<NamespaceType> types,
      List<IdMapping> uids,
      List<IdMapping> gids,
      @Nullable Resources resources) {
    return new Linux(
        uids,
        gids,
        Map.of(),
        resources,
        null,
        types.stream().map(type -> new Namespace(type, null)).toList(),
        List.of(),
        Map.of(),
        null,
        null,
        MASKED_PATHS,
        READONLY_PATHS,
        null,
        null,
        null,
        null,
        Map.of());
  }

  private static List<Mount> mounts() {
    return List.of(
        mount("/proc", "proc", "proc"),
        mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
        mount(
            "/dev/pts",
            "devpts",
            "devpts",
            "nosuid",
            "noexec",
            "newinstance",
            "ptmxmode=0666",
            "mode=0620",
            "gid=5"),
        mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"),
        mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
        mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"),
        mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"));
  }

  private static Mount mount(String destination, String type, String source, String... options) {
    return new Mount(destination, type, source, List.of(options), List.of(), List.of());
  }

  /**
   * A new sysfs needs a network namespace of one's own, so the host's is bound; a group that is not
   * mapped cannot own a terminal.
   */
  private static Mount withoutPrivileges(Mount mount) {
    if (mount.destination().equals("/sys")) {
      return mount("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro");
    }
    var options = mount.options().stream().filter(option -> !option.startsWith("gid=")).toList();
    return new Mount(
        mount.destination(), mount.type(), mount.source(), options, List.of(), List.of());
  }
}
