package org.jrunc.conformance.facts;

import static org.jrunc.conformance.support.Bundle.json;
import static org.jrunc.conformance.support.Bundle.jsonResource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import org.jrunc.conformance.support.Bundle;

/** Scenarios in a user namespace of the container's own. */
final class UserNamespaces {
  private static final int FIRST = 100_000;
  private static final int STRANGER = 777;

  private UserNamespaces() {}

  static List<Scenario> scenarios() {
    return List.of(
        of("user namespace", bundle -> {})
            .covers(
                "/linux/namespaces/*/type=user",
                "/linux/uidMappings",
                "/linux/uidMappings/*/containerID",
                "/linux/uidMappings/*/hostID",
                "/linux/uidMappings/*/size",
                "/linux/gidMappings",
                "/linux/gidMappings/*/containerID",
                "/linux/gidMappings/*/hostID",
                "/linux/gidMappings/*/size"),
        of(
            "user namespace with another user",
            bundle -> process(bundle, "user", "{'uid':7,'gid':8,'additionalGids':[5,9,65535]}")),
        of("user namespace with all others", UserNamespaces::allNamespaces),
        of(
            "user namespace in the network of the host",
            bundle -> bundle.namespaces("user", "pid", "ipc", "uts", "mount")),
        of("user namespace with several mappings", UserNamespaces::severalMappings),
        of(
            "user namespace with full capabilities",
            bundle ->
                process(
                    bundle,
                    "capabilities",
                    "{'bounding':['CAP_SYS_ADMIN','CAP_MKNOD'],'permitted':['CAP_SYS_ADMIN','CAP_MKNOD'],'effective':['CAP_SYS_ADMIN','CAP_MKNOD']}")),
        of("user namespace with binds", UserNamespaces::binds),
        of("user namespace with a tmpfs", UserNamespaces::tmpfs),
        of(
            "user namespace with sysctls",
            bundle -> {
              linux(
                  bundle,
                  "sysctl",
                  "{'net.ipv4.ip_forward':'1','net.ipv4.ping_group_range':'0 9'}");
              bundle.args(
                  "/probe",
                  "facts",
                  "sysctl=net.ipv4.ip_forward",
                  "sysctl=net.ipv4.ping_group_range");
            }),
        of(
            "user namespace with limits",
            bundle -> {
              process(bundle, "oomScoreAdj", "321");
              process(
                  bundle,
                  "rlimits",
                  "[{'type':'RLIMIT_NOFILE','soft':512,'hard':2000000},{'type':'RLIMIT_MEMLOCK','soft':18446744073709551615,'hard':18446744073709551615}]");
            }),
        of(
            "user namespace with seccomp",
            bundle -> {
              process(bundle, "noNewPrivileges", "false");
              bundle.edit(
                  c -> c.withObject("/linux").set("seccomp", jsonResource("seccomp-profile.json")));
            }));
  }

  private static Scenario of(String name, Consumer<Bundle> change) {
    return new Scenario(
        name,
        bundle -> {
          bundle.userNamespace(FIRST);
          change.accept(bundle);
        },
        List.of());
  }

  private static void process(Bundle bundle, String name, String value) {
    bundle.edit(c -> c.withObject("/process").set(name, json(value)));
  }

  private static void linux(Bundle bundle, String name, String value) {
    bundle.edit(c -> c.withObject("/linux").set(name, json(value)));
  }

  private static void allNamespaces(Bundle bundle) {
    bundle.namespaces("user", "pid", "network", "ipc", "uts", "mount", "cgroup");
  }

  private static void severalMappings(Bundle bundle) {
    var mappings =
        "[{'containerID':0,'hostID':100000,'size':10},{'containerID':10,'hostID':300000,'size':5},{'containerID':1000,'hostID':1000,'size':1}]";
    linux(bundle, "uidMappings", mappings);
    linux(bundle, "gidMappings", mappings);
    process(bundle, "user", "{'uid':1000,'gid':14}");
  }

  private static void binds(Bundle bundle) {
    var closed = closed(bundle.newDirectory("closed"), STRANGER);
    var source = bundle.newDirectory("closed/source").toString();
    bundle.mount("/plain", "bind", source, "bind");
    bundle.mount("/recursive", "bind", source, "rbind", "ro");
    bundle.mount("/flags", "bind", source, "bind", "nosuid", "nodev", "noexec");
    bundle.mount(
        "/a/file", "bind", bundle.directory().resolve("config.json").toString(), "bind", "ro");
    bundle.mount("/closed", "bind", closed.toString(), "bind");
    bundle.args(
        "/probe",
        "facts",
        "write=/plain",
        "write=/recursive",
        "read=/a/file",
        "write=/a/file",
        "read=/closed");
  }

  /** Nobody but its owner, who is not in the user namespace, can look into it. */
  static Path closed(Path directory, int owner) {
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      Files.setAttribute(directory, "unix:uid", owner);
      return directory;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void tmpfs(Bundle bundle) {
    bundle.mount("/t", "tmpfs", "tmpfs", "size=64k", "mode=1770", "uid=3", "gid=4", "nosuid");
    bundle.args("/probe", "facts", "write=/t");
  }
}
