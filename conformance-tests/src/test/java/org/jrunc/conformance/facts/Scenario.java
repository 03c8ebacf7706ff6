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
 * @param properties what it covers, as in {@link org.jrunc.conformance.support.Covers}
 */
record Scenario(String name, Consumer<Bundle> change, List<String> properties) {

  /** Every scenario that needs nothing but a bundle. */
  static Stream<Scenario> all() {
    return Stream.of(
            process(),
            identity(),
            namespaces(),
            UserNamespaces.scenarios(),
            mounts(),
            LinuxScenarios.all(),
            linux(),
            resources())
        .flatMap(List::stream);
  }

  private static Scenario of(String name, Consumer<Bundle> change) {
    return new Scenario(name, change, List.of());
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
        of("default", bundle -> {})
            .covers(
                "/ociVersion",
                "/process",
                "/process/args",
                "/root",
                "/root/path",
                "/root/readonly",
                "/mounts",
                "/mounts/*/destination",
                "/mounts/*/type",
                "/mounts/*/source",
                "/mounts/*/options",
                "/hostname",
                "/linux",
                "/linux/cgroupsPath",
                "/process/terminal"),
        process("cwd that exists", "cwd", "'/dev'").covers("/process/cwd"),
        process("cwd that is made", "cwd", "'/made/by/the/runtime'").covers("/process/cwd"),
        process(
                "environment",
                "env",
                "['PATH=/bin:/','EMPTY=','SPACES=a b','TWICE=1','TWICE=2','UTF8=\u00e4']")
            .covers("/process/env"),
        process("executable found in PATH", "args", "['probe','facts']")
            .and(
                bundle ->
                    bundle.edit(
                        c -> strings(c.withObject("/process").putArray("env"), "PATH=/nowhere:/")))
            .covers("/process/args", "/process/env"),
        process("no new privileges off", "noNewPrivileges", "false")
            .covers("/process/noNewPrivileges"),
        process("oom score", "oomScoreAdj", "321").covers("/process/oomScoreAdj"),
        process(
                "rlimits",
                "rlimits",
                "[{'type':'RLIMIT_NOFILE','soft':512,'hard':600},{'type':'RLIMIT_CORE','soft':0,'hard':1},"
                    + "{'type':'RLIMIT_NPROC','soft':77,'hard':78},{'type':'RLIMIT_STACK','soft':1048576,'hard':2097152},"
                    + "{'type':'RLIMIT_RTTIME','soft':1000,'hard':18446744073709551615}]")
            .covers(
                "/process/rlimits/**",
                "/process/rlimits/*/type=RLIMIT_NOFILE",
                "/process/rlimits/*/type=RLIMIT_CORE",
                "/process/rlimits/*/type=RLIMIT_NPROC",
                "/process/rlimits/*/type=RLIMIT_STACK",
                "/process/rlimits/*/type=RLIMIT_RTTIME"));
  }

  private static List<Scenario> identity() {
    return List.of(
        process("no capabilities", "capabilities", "{}").covers("/process/capabilities"),
        process(
                "capabilities in five sets",
                "capabilities",
                "{'bounding':['CAP_KILL','CAP_CHOWN','CAP_SYS_ADMIN'],'permitted':['CAP_KILL','CAP_CHOWN'],"
                    + "'effective':['CAP_KILL'],'inheritable':['CAP_KILL'],'ambient':['CAP_KILL']}")
            .covers("/process/capabilities/**"),
        process("another user", "user", "{'uid':1000,'gid':1001}")
            .covers("/process/user", "/process/user/uid", "/process/user/gid"),
        process("another user with ambient capabilities", "user", "{'uid':1000,'gid':1001}")
            .and(
                bundle ->
                    bundle.edit(
                        c -> {
                          var caps = c.withObject("/process/capabilities");
                          strings(caps.putArray("inheritable"), "CAP_KILL");
                          strings(caps.putArray("ambient"), "CAP_KILL");
                        }))
            .covers("/process/capabilities/ambient", "/process/capabilities/inheritable"),
        process("additional groups", "user", "{'uid':7,'gid':8,'additionalGids':[5,9,10]}")
            .covers("/process/user/additionalGids"),
        process("umask", "user", "{'uid':0,'gid':0,'umask':63}").covers("/process/user/umask"),
        of(
                "hostname and domainname",
                bundle ->
                    bundle.edit(c -> c.put("hostname", "kitten").put("domainname", "cats.test")))
            .covers("/hostname", "/domainname"));
  }

  private static List<Scenario> namespaces() {
    return List.of(
        of(
                "mount namespace only",
                bundle -> {
                  bundle.namespaces("mount").edit(c -> c.remove("hostname"));
                  // sysfs can be mounted only by whoever owns the network namespace; here that is
                  // the
                  // host.
                  bundle.edit(c -> c.withObject("/linux").putArray("maskedPaths"));
                })
            .covers("/linux/namespaces", "/linux/namespaces/*/type=mount"),
        of(
                "all namespaces but user",
                bundle -> bundle.namespaces("pid", "network", "ipc", "uts", "mount", "cgroup"))
            .covers(
                "/linux/namespaces/*/type=pid",
                "/linux/namespaces/*/type=network",
                "/linux/namespaces/*/type=mount",
                "/linux/namespaces/*/type=ipc",
                "/linux/namespaces/*/type=uts",
                "/linux/namespaces/*/type=cgroup"),
        of("host pid namespace", bundle -> bundle.namespaces("network", "ipc", "uts", "mount")));
  }

  private static List<Scenario> mounts() {
    return List.of(
        of(
                "writable root",
                bundle -> bundle.edit(c -> c.withObject("/root").put("readonly", false)))
            .covers("/root/readonly"),
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
                })
            .covers(
                "/mounts/*/options=bind",
                "/mounts/*/options=rbind",
                "/mounts/*/options=ro",
                "/mounts/*/options=nosuid",
                "/mounts/*/options=nodev",
                "/mounts/*/options=noexec",
                "/mounts/*/options=noatime"),
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
                })
            .covers(
                "/mounts/*/options=private",
                "/mounts/*/options=rprivate",
                "/mounts/*/options=slave",
                "/mounts/*/options=rslave",
                "/mounts/*/options=shared",
                "/mounts/*/options=rshared",
                "/mounts/*/options=unbindable"),
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
                })
            .covers("/mounts/*/type", "/mounts/*/options"),
        of(
                "tmpfs with a copy",
                bundle -> {
                  bundle.rootFile("copied/sub/file", "text");
                  bundle.mount("/copied", "tmpfs", "tmpfs", "tmpcopyup", "size=1m");
                  bundle.args(
                      "/probe", "facts", "read=/copied", "write=/copied", "read=/copied/sub/file");
                })
            .covers("/mounts/*/options=tmpcopyup"));
  }

  private static List<Scenario> linux() {
    return List.of(
        linux(
                "masked paths",
                "maskedPaths",
                "['/proc/cpuinfo','/sys/kernel','/proc/there-is-no-such-file','/probe-dir']")
            .and(bundle -> bundle.args("/probe", "facts", "read=/proc/cpuinfo", "read=/sys/kernel"))
            .covers("/linux/maskedPaths"),
        linux(
                "read-only paths",
                "readonlyPaths",
                "['/proc/sys/kernel','/dev/shm','/proc/there-is-no-such-file']")
            .and(
                bundle ->
                    bundle.args(
                        "/probe", "facts", "write=/dev/shm", "write=/proc/sys/kernel/hostname"))
            .covers("/linux/readonlyPaths"),
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
                        "sysctl=kernel.msgmax"))
            .covers("/linux/sysctl"),
        linux(
                "devices",
                "devices",
                "[{'path':'/dev/made','type':'c','major':1,'minor':5,'fileMode':432,'uid':3,'gid':4},"
                    + "{'path':'/dev/sub/block','type':'b','major':7,'minor':200},"
                    + "{'path':'/dev/pipe','type':'p','fileMode':384}]")
            .covers(
                "/linux/devices/**",
                "/linux/devices/*/type=c",
                "/linux/devices/*/type=b",
                "/linux/devices/*/type=p"),
        of(
                "seccomp profile",
                bundle ->
                    bundle.edit(
                        c ->
                            c.withObject("/linux")
                                .set("seccomp", jsonResource("seccomp-profile.json"))))
            .covers(
                "/linux/seccomp",
                "/linux/seccomp/architectures",
                "/linux/seccomp/defaultAction",
                "/linux/seccomp/defaultErrnoRet",
                "/linux/seccomp/syscalls",
                "/linux/seccomp/syscalls/*/names",
                "/linux/seccomp/syscalls/*/action",
                "/linux/seccomp/syscalls/*/args",
                "/linux/seccomp/syscalls/*/args/*/index",
                "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_EQ",
                "/linux/seccomp/syscalls/*/args/*/value",
                "/linux/seccomp/defaultAction=SCMP_ACT_ERRNO"),
        of(
                "seccomp profile with new privileges",
                bundle ->
                    bundle.edit(
                        c -> {
                          c.withObject("/process").put("noNewPrivileges", false);
                          c.withObject("/linux")
                              .set("seccomp", jsonResource("seccomp-profile.json"));
                        }))
            .covers("/linux/seccomp"),
        linux(
                "seccomp that kills and traps",
                "seccomp",
                "{'defaultAction':'SCMP_ACT_ALLOW','syscalls':["
                    + "{'names':['syslog'],'action':'SCMP_ACT_KILL_PROCESS'},{'names':['swapon'],'action':'SCMP_ACT_TRAP'},"
                    + "{'names':['keyctl','no_such_call'],'action':'SCMP_ACT_ERRNO','errnoRet':33},"
                    + "{'names':['add_key'],'action':'SCMP_ACT_LOG'}]}")
            .covers(
                "/linux/seccomp/syscalls/*/errnoRet",
                "/linux/seccomp/defaultAction=SCMP_ACT_ALLOW",
                "/linux/seccomp/defaultAction=SCMP_ACT_KILL_PROCESS",
                "/linux/seccomp/defaultAction=SCMP_ACT_TRAP",
                "/linux/seccomp/defaultAction=SCMP_ACT_ERRNO",
                "/linux/seccomp/defaultAction=SCMP_ACT_LOG"));
  }

  private static List<Scenario> resources() {
    return List.of(
        linux(
                "resources",
                "resources",
                "{'devices':[{'allow':false,'access':'rwm'},{'allow':true,'type':'c','major':10,'minor':229,'access':'rw'}],"
                    + "'memory':{'limit':134217728,'reservation':67108864},"
                    + "'cpu':{'shares':512,'quota':50000,'period':100000,'cpus':'0','mems':'0'},'pids':{'limit':50}}")
            .covers(
                "/linux/resources",
                "/linux/resources/devices/**",
                "/linux/resources/memory",
                "/linux/resources/memory/limit",
                "/linux/resources/memory/reservation",
                "/linux/resources/cpu",
                "/linux/resources/cpu/shares",
                "/linux/resources/cpu/quota",
                "/linux/resources/cpu/period",
                "/linux/resources/cpu/cpus",
                "/linux/resources/cpu/mems",
                "/linux/resources/pids/**"),
        linux("a pids limit without a bound", "resources", "{'pids':{'limit':-1}}")
            .covers("/linux/resources/pids/limit"),
        linux("no resources", "resources", "{}").covers("/linux/resources"));
  }

  private Scenario and(Consumer<Bundle> more) {
    return new Scenario(name, change.andThen(more), properties);
  }

  Scenario covers(String... pointers) {
    return new Scenario(name, change, List.of(pointers));
  }

  @Override
  public String toString() {
    return name;
  }
}
