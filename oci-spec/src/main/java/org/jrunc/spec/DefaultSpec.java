package org.jrunc.spec;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.spec.linux.DeviceRule;
import org.jrunc.spec.linux.IdMapping;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/**
 * The config.json that the command {@code spec} writes: a shell on a terminal, as runc has it, with
 * the host name {@code jrunc}.
 */
public final class DefaultSpec {
  /** The version of the runtime-spec that these records follow. */
  public static final String OCI_VERSION = "1.3.0";

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
  private static final Mount SYS =
      mount("/sys", "sysfs", "sysfs", List.of("nosuid", "noexec", "nodev", "ro"));

  private DefaultSpec() {}

  /**
   * Returns the default for root.
   *
   * @param unifiedCgroups whether the host has only cgroup v2: the container then gets a cgroup
   *     namespace
   * @return the spec
   */
  public static Spec rootful(boolean unifiedCgroups) {
    var types =
        new ArrayList<>(
            List.of(
                NamespaceType.PID,
                NamespaceType.NETWORK,
                NamespaceType.IPC,
                NamespaceType.UTS,
                NamespaceType.MOUNT));
    if (unifiedCgroups) {
      types.add(NamespaceType.CGROUP);
    }
    var denyAll = new DeviceRule(false, null, null, null, "rwm");
    var resources =
        new Resources(
            List.of(denyAll), null, null, null, null, List.of(), null, Map.of(), Map.of());
    return spec(mounts(), linux(types, List.of(), List.of(), resources));
  }

  /**
   * Returns the default for a user without privileges: a user namespace with that user as root, the
   * host's network and {@code /sys}, and no limits.
   *
   * @param uid the user outside, who becomes root inside
   * @param gid the group outside, which becomes root's inside
   * @param unifiedCgroups whether the host has only cgroup v2
   * @return the spec
   */
  public static Spec rootless(long uid, long gid, boolean unifiedCgroups) {
    var types =
        new ArrayList<>(
            List.of(NamespaceType.PID, NamespaceType.IPC, NamespaceType.UTS, NamespaceType.MOUNT));
    if (unifiedCgroups) {
      types.add(NamespaceType.CGROUP);
    }
    types.add(NamespaceType.USER);
    var linux =
        linux(types, List.of(new IdMapping(0, uid, 1)), List.of(new IdMapping(0, gid, 1)), null);
    return spec(mounts().stream().map(DefaultSpec::withoutPrivileges).toList(), linux);
  }

  /** Makes a mount one that a user namespace allows: sysfs belongs to the network namespace. */
  private static Mount withoutPrivileges(Mount mount) {
    if (mount.equals(SYS)) {
      return mount("/sys", "none", "/sys", List.of("rbind", "nosuid", "noexec", "nodev", "ro"));
    }
    var options =
        mount.options().stream()
            .filter(option -> !option.startsWith("uid=") && !option.startsWith("gid="))
            .toList();
    return new Mount(
        mount.destination(), mount.type(), mount.source(), options, List.of(), List.of());
  }

  private static Spec spec(List<Mount> mounts, Linux linux) {
    return new Spec(
        OCI_VERSION,
        process(),
        new Root("rootfs", true),
        "jrunc",
        null,
        mounts,
        null,
        Map.of(),
        linux);
  }

  private static Process process() {
    var files = BigInteger.valueOf(1024);
    return new Process(
        true,
        null,
        User.ROOT,
        List.of("sh"),
        List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "TERM=xterm"),
        "/",
        new Capabilities(CAPABILITIES, CAPABILITIES, List.of(), CAPABILITIES, List.of()),
        List.of(new Rlimit("RLIMIT_NOFILE", files, files)),
        true,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static List<Mount> mounts() {
    return List.of(
        mount("/proc", "proc", "proc", List.of()),
        mount(
            "/dev", "tmpfs", "tmpfs", List.of("nosuid", "strictatime", "mode=755", "size=65536k")),
        mount(
            "/dev/pts",
            "devpts",
            "devpts",
            List.of("nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5")),
        mount(
            "/dev/shm",
            "tmpfs",
            "shm",
            List.of("nosuid", "noexec", "nodev", "mode=1777", "size=65536k")),
        mount("/dev/mqueue", "mqueue", "mqueue", List.of("nosuid", "noexec", "nodev")),
        SYS,
        mount(
            "/sys/fs/cgroup",
            "cgroup",
            "cgroup",
            List.of("nosuid", "noexec", "nodev", "relatime", "ro")));
  }

  private static Mount mount(String destination, String type, String source, List<String> options) {
    return new Mount(destination, type, source, options, List.of(), List.of());
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
}
