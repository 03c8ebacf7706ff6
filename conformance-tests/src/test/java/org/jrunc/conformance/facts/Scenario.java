package org.jrunc.conformance.facts;

import static org.jrunc.conformance.support.Bundle.json;
import static org.jrunc.conformance.support.Bundle.jsonResource;
import static org.jrunc.conformance.support.Bundle.strings;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;

/**
 * One way to configure a container, as a change to the default bundle.
 *
 * @param name what the known differences refer to
 */
record Scenario(String name, Consumer<Bundle> change) {

  /** Every scenario that needs nothing but a bundle. */
  static Stream<Scenario> all() {
    return Stream.of(process(), identity(), namespaces(), mounts(), linux(), resources())
        .flatMap(List::stream);
  }

  private static Scenario of(String name, Consumer<Bundle> change) {
    return new Scenario(name, change);
  }

  /** A change of the process object. */
  private static Scenario process(String name, String pointer, String value) {
    return of(
        name,
        bundle -> bundle.edit(config -> config.withObject("/process").set(pointer, json(value))));
  }

  /** A change of the linux object. */
  private static Scenario linux(String name, String pointer, String value) {
    return of(
        name,
        bundle -> bundle.edit(config -> config.withObject("/linux").set(pointer, json(value))));
  }

  private static List<Scenario> process() {
    return List.of(
        of("default", bundle -> {}),
        process("cwd that exists", "cwd", "'/dev'"),
        process("cwd that is made", "cwd", "'/made/by/the/runtime'"),
        process(
            "environment",
            "env",
            "['PATH=/bin:/','EMPTY=','SPACES=a b','TWICE=1','TWICE=2','UTF8=\u00e4']"),
        process("executable found in PATH", "args", "['probe','facts']")
            .and(
                bundle ->
                    bundle.edit(
                        c -> strings(c.withObject("/process").putArray("env"), "PATH=/nowhere:/"))),
        process("no new privileges off", "noNewPrivileges", "false"),
        process("oom score", "oomScoreAdj", "321"),
        process(
            "rlimits",
            "rlimits",
            "[{'type':'RLIMIT_NOFILE','soft':512,'hard':600},{'type':'RLIMIT_CORE','soft':0,'hard':1},"
                + "{'type':'RLIMIT_NPROC','soft':77,'hard':78},{'type':'RLIMIT_STACK','soft':1048576,'hard':2097152},"
                + "{'type':'RLIMIT_RTTIME','soft':1000,'hard':18446744073709551615}]"));
  }

  private static List<Scenario> identity() {
    return List.of(
        process("no capabilities", "capabilities", "{}"),
        process(
            "capabilities in five sets",
            "capabilities",
            "{'bounding':['CAP_KILL','CAP_CHOWN','CAP_SYS_ADMIN'],'permitted':['CAP_KILL','CAP_CHOWN'],"
                + "'effective':['CAP_KILL'],'inheritable':['CAP_KILL'],'ambient':['CAP_KILL']}"),
        process("another user", "user", "{'uid':1000,'gid':1001}"),
        process("another user with ambient capabilities", "user", "{'uid':1000,'gid':1001}")
            .and(
                bundle ->
                    bundle.edit(
                        c -> {
                          var caps = c.withObject("/process/capabilities");
                          strings(caps.putArray("inheritable"), "CAP_KILL");
                          strings(caps.putArray("ambient"), "CAP_KILL");
                        })),
        process("additional groups", "user", "{'uid':7,'gid':8,'additionalGids':[5,9,10]}"),
        process("umask", "user", "{'uid':0,'gid':0,'umask':63}"),
        of(
            "hostname and domainname",
            bundle ->
                bundle.edit(c -> c.put("hostname", "kitten").put("domainname", "cats.test"))));
  }

  private static List<Scenario> namespaces() {
    return List.of(
        of(
            "mount namespace only",
            bundle -> {
              bundle.namespaces("mount").edit(c -> c.remove("hostname"));
              // sysfs can be mounted only by whoever owns the network namespace; here that is the
              // host.
              bundle.edit(c -> c.withObject("/linux").putArray("maskedPaths"));
            }),
        of(
            "all namespaces but user",
            bundle -> bundle.namespaces("pid", "network", "ipc", "uts", "mount", "cgroup")),
        of("host pid namespace", bundle -> bundle.namespaces("network", "ipc", "uts", "mount")));
  }

  private static List<Scenario> mounts() {
    return List.of(
        of(
            "writable root",
            bundle -> bundle.edit(c -> c.withObject("/root").put("readonly", false))),
        of(
            "binds",
            bundle -> {
              var source = bundle.newDirectory("source").toString();
              bundle.mount("/plain", "bind", source, "bind");
              bundle.mount("/recursive", "bind", source, "rbind", "ro");
              bundle.mount(
                  "/flags", "bind", source, "bind", "nosuid", "nodev", "noexec", "noatime");
              bundle.mount(
                  "/a/deep/file",
                  "bind",
                  bundle.directory().resolve("config.json").toString(),
                  "bind",
                  "ro");
              bundle.args(
                  "/probe",
                  "facts",
                  "write=/plain",
                  "write=/recursive",
                  "read=/a/deep/file",
                  "write=/a/deep/file");
            }),
        of(
            "propagation of binds",
            bundle -> {
              var source = bundle.newDirectory("source").toString();
              for (var how :
                  List.of(
                      "private",
                      "rprivate",
                      "slave",
                      "rslave",
                      "shared",
                      "rshared",
                      "unbindable")) {
                bundle.mount("/" + how, "bind", source, "rbind", how);
              }
            }),
        of(
            "tmpfs",
            bundle -> {
              bundle.mount(
                  "/t",
                  "tmpfs",
                  "tmpfs",
                  "size=64k",
                  "mode=1770",
                  "uid=3",
                  "gid=4",
                  "nosuid",
                  "nr_inodes=9");
              bundle.mount("/ro", "tmpfs", "tmpfs", "ro", "size=64k");
              bundle.args("/probe", "facts", "write=/t", "write=/ro");
            }),
        of(
            "tmpfs with a copy",
            bundle -> {
              bundle.rootFile("copied/sub/file", "text");
              bundle.mount("/copied", "tmpfs", "tmpfs", "tmpcopyup", "size=1m");
              bundle.args(
                  "/probe", "facts", "read=/copied", "write=/copied", "read=/copied/sub/file");
            }),
        of("root propagation shared", bundle -> propagation(bundle, "shared")),
        of("root propagation slave", bundle -> propagation(bundle, "slave")),
        of("root propagation private", bundle -> propagation(bundle, "private")));
  }

  private static void propagation(Bundle bundle, String how) {
    bundle.edit(c -> c.withObject("/linux").put("rootfsPropagation", how));
  }

  private static List<Scenario> linux() {
    return List.of(
        linux(
                "masked paths",
                "maskedPaths",
                "['/proc/cpuinfo','/sys/kernel','/proc/there-is-no-such-file','/probe-dir']")
            .and(
                bundle -> bundle.args("/probe", "facts", "read=/proc/cpuinfo", "read=/sys/kernel")),
        linux(
                "read-only paths",
                "readonlyPaths",
                "['/proc/sys/kernel','/dev/shm','/proc/there-is-no-such-file']")
            .and(
                bundle ->
                    bundle.args(
                        "/probe", "facts", "write=/dev/shm", "write=/proc/sys/kernel/hostname")),
        linux(
                "sysctl",
                "sysctl",
                "{'net.ipv4.ip_forward':'1','kernel.shmmax':'1234567','kernel.msgmax':'4096'}")
            .and(
                bundle ->
                    bundle.args(
                        "/probe",
                        "facts",
                        "sysctl=net.ipv4.ip_forward",
                        "sysctl=kernel.shmmax",
                        "sysctl=kernel.msgmax")),
        linux(
            "devices",
            "devices",
            "[{'path':'/dev/made','type':'c','major':1,'minor':5,'fileMode':432,'uid':3,'gid':4},"
                + "{'path':'/dev/sub/block','type':'b','major':7,'minor':200},"
                + "{'path':'/dev/pipe','type':'p','fileMode':384}]"),
        of(
            "seccomp profile",
            bundle ->
                bundle.edit(
                    c ->
                        c.withObject("/linux")
                            .set("seccomp", jsonResource("seccomp-profile.json")))),
        of(
            "seccomp profile with new privileges",
            bundle ->
                bundle.edit(
                    c -> {
                      c.withObject("/process").put("noNewPrivileges", false);
                      c.withObject("/linux").set("seccomp", jsonResource("seccomp-profile.json"));
                    })),
        linux(
            "seccomp that kills and traps",
            "seccomp",
            "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':["
                + "{'names':['syslog'],'action':'SCMP_ACT_KILL_PROCESS'},{'names':['swapon'],'action':'SCMP_ACT_TRAP'},"
                + "{'names':['keyctl','no_such_call'],'action':'SCMP_ACT_ERRNO','errnoRet':33},"
                + "{'names':['add_key'],'action':'SCMP_ACT_LOG'}]}"));
  }

  private static List<Scenario> resources() {
    return List.of(
        linux(
            "resources",
            "resources",
            "{'devices':[{'allow':false,'access':'rwm'},{'allow':true,'type':'c','major':10,'minor':229,'access':'rw'}],"
                + "'memory':{'limit':134217728,'reservation':67108864},"
                + "'cpu':{'shares':512,'quota':50000,'period':100000,'cpus':'0','mems':'0'},'pids':{'limit':50}}"),
        linux("a pids limit without a bound", "resources", "{'pids':{'limit':-1}}"),
        linux("no resources", "resources", "{}"));
  }

  private Scenario and(Consumer<Bundle> more) {
    return new Scenario(name, change.andThen(more));
  }

  @Override
  public String toString() {
    return name;
  }
}
