package org.jrunc.conformance.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Cgroups;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Suite;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * The decision on every system call there is, of three kinds of programs (64 bit, 32 bit, x32), by
 * what the call returns to a process that makes it with arguments that are all -1.
 */
@BundleTest
class DecisionTest {
  private static final String ALLOW = "'defaultAction':'SCMP_ACT_ALLOW'";

  private static final ConcurrentHashMap<String, Facts> REFERENCES = new ConcurrentHashMap<>();

  /** A filter with a name, which the table of known differences uses. */
  record Profile(String name, ObjectNode seccomp) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Profile> profiles() {
    return Stream.of(listed(), architectures(), rules(), conditions(), values())
        .flatMap(List::stream);
  }

  /** The long list of calls that engines allow, with other answers to the rest. */
  private static List<Profile> listed() {
    return List.of(
        list("list, else errno", s -> {}),
        list("list, else ENOSYS", s -> s.put("defaultErrnoRet", 38)),
        list("list, else errno 0", s -> s.put("defaultErrnoRet", 0)),
        list("list, else kill", s -> action(s, "SCMP_ACT_KILL")),
        list("list, else kill the thread", s -> action(s, "SCMP_ACT_KILL_THREAD")),
        list("list, else kill the process", s -> action(s, "SCMP_ACT_KILL_PROCESS")),
        list("list, else trap", s -> action(s, "SCMP_ACT_TRAP")),
        list("list, else trace", s -> action(s, "SCMP_ACT_TRACE")),
        list("list, else log", s -> action(s, "SCMP_ACT_LOG")),
        list("list, else allow", s -> action(s, "SCMP_ACT_ALLOW")),
        list("list without flags", s -> s.putArray("flags")));
  }

  private static List<Profile> architectures() {
    return List.of(
        list("list for no architecture", s -> s.putArray("architectures")),
        list("list for x86", s -> Bundle.strings(s.putArray("architectures"), "SCMP_ARCH_X86")),
        list("list for x32", s -> Bundle.strings(s.putArray("architectures"), "SCMP_ARCH_X32")),
        list(
            "list for x86_64 twice",
            s ->
                Bundle.strings(
                    s.putArray("architectures"), "SCMP_ARCH_X86_64", "SCMP_ARCH_X86_64")),
        list(
            "list for others",
            s ->
                Bundle.strings(
                    s.putArray("architectures"),
                    "SCMP_ARCH_ARM",
                    "SCMP_ARCH_AARCH64",
                    "SCMP_ARCH_MIPSEL64N32",
                    "SCMP_ARCH_PPC64LE")),
        list(
            "list for the other byte order",
            s -> Bundle.strings(s.putArray("architectures"), "SCMP_ARCH_S390X")));
  }

  private static List<Profile> rules() {
    return List.of(
        rules("no rules", ""),
        rules("a rule like the default", rule("mkdir", "ALLOW", "")),
        rules("a rule twice", rule("mkdir", "ERRNO", "") + "," + rule("mkdir", "ERRNO", "")),
        rules(
            "rules that contradict each other",
            rule("mkdir", "ERRNO", ",'errnoRet':30")
                + ","
                + rule("mkdir", "ERRNO", ",'errnoRet':31")),
        rules(
            "actions that contradict each other",
            rule("mkdir", "KILL_PROCESS", "") + "," + rule("mkdir", "ERRNO", "")),
        rules(
            "names that nobody knows",
            "{'names':['no_such_call','mkdir','arm_sync_file_range','ppoll_time64','s390_pci_mmio_read'],"
                + "'action':'SCMP_ACT_ERRNO','errnoRet':99}"),
        rules("empty arguments", rule("mkdir", "ERRNO", ",'args':[]")),
        rules(
            "every action",
            String.join(
                ",",
                rule("mkdir", "KILL", ""),
                rule("rmdir", "KILL_PROCESS", ""),
                rule("link", "KILL_THREAD", ""),
                rule("symlink", "TRAP", ""),
                rule("chmod", "ERRNO", ""),
                rule("chown", "TRACE", ""),
                rule("lchown", "LOG", ""),
                rule("rename", "ERRNO", ",'errnoRet':4095"),
                rule("creat", "TRACE", ",'errnoRet':7"))));
  }

  private static List<Profile> conditions() {
    return List.of(
        conditions("equal", "0,'value':18446744073709551615,'op':'SCMP_CMP_EQ'"),
        conditions("equal in 32 bits", "0,'value':4294967295,'op':'SCMP_CMP_EQ'"),
        conditions("not equal", "1,'value':7,'op':'SCMP_CMP_NE'"),
        conditions("less", "0,'value':18446744073709551615,'op':'SCMP_CMP_LT'"),
        conditions("less or equal", "0,'value':18446744073709551615,'op':'SCMP_CMP_LE'"),
        conditions("greater", "0,'value':9223372036854775808,'op':'SCMP_CMP_GT'"),
        conditions("greater or equal", "5,'value':18446744073709551615,'op':'SCMP_CMP_GE'"),
        conditions("masked", "0,'value':255,'valueTwo':255,'op':'SCMP_CMP_MASKED_EQ'"),
        conditions("masked, not", "0,'value':255,'valueTwo':254,'op':'SCMP_CMP_MASKED_EQ'"),
        conditions("masked with too much", "0,'value':1,'valueTwo':3,'op':'SCMP_CMP_MASKED_EQ'"),
        conditions(
            "two on one argument",
            "0,'value':1,'op':'SCMP_CMP_EQ'},{'index':0,'value':18446744073709551615,'op':'SCMP_CMP_EQ'"),
        conditions(
            "two on one argument beside another",
            "1,'value':1,'op':'SCMP_CMP_EQ'},{'index':0,'value':1,'op':'SCMP_CMP_EQ'},"
                + "{'index':0,'value':18446744073709551615,'op':'SCMP_CMP_EQ'"),
        conditions(
            "two arguments",
            "0,'value':1,'op':'SCMP_CMP_GT'},{'index':1,'value':2,'op':'SCMP_CMP_NE'"),
        rules(
            "a condition beside none",
            rule(
                    "mkdir",
                    "ERRNO",
                    ",'errnoRet':30,'args':[{'index':0,'value':1,'op':'SCMP_CMP_NE'}]")
                + ","
                + rule("mkdir", "ERRNO", ",'errnoRet':31")),
        rules(
            "none beside a condition",
            rule("mkdir", "ERRNO", ",'errnoRet':31")
                + ","
                + rule(
                    "mkdir",
                    "ERRNO",
                    ",'errnoRet':30,'args':[{'index':0,'value':1,'op':'SCMP_CMP_NE'}]")),
        rules(
            "conditions that overlap",
            rule(
                    "mkdir",
                    "ERRNO",
                    ",'errnoRet':30,'args':[{'index':0,'value':1,'op':'SCMP_CMP_NE'}]")
                + ","
                + rule(
                    "mkdir",
                    "ERRNO",
                    ",'errnoRet':31,'args':[{'index':0,'value':2,'op':'SCMP_CMP_NE'}]")));
  }

  private static List<Profile> values() {
    return List.of(
        rules("an errno of 0", rule("mkdir", "ERRNO", ",'errnoRet':0")),
        rules("the largest errno", rule("mkdir", "ERRNO", ",'errnoRet':4095")),
        rules("an errno that is too large", rule("mkdir", "ERRNO", ",'errnoRet':4096")),
        rules("an errno of more than 16 bits", rule("mkdir", "ERRNO", ",'errnoRet':65537")),
        list("a default errno that is too large", s -> s.put("defaultErrnoRet", 4096)));
  }

  @ParameterizedTest
  @MethodSource("profiles")
  @Covers({
    "/linux/seccomp",
    "/linux/seccomp/architectures",
    "/linux/seccomp/defaultAction",
    "/linux/seccomp/defaultErrnoRet",
    "/linux/seccomp/syscalls/**",
    "/linux/seccomp/defaultAction=SCMP_ACT_KILL",
    "/linux/seccomp/defaultAction=SCMP_ACT_KILL_PROCESS",
    "/linux/seccomp/defaultAction=SCMP_ACT_KILL_THREAD",
    "/linux/seccomp/defaultAction=SCMP_ACT_TRAP",
    "/linux/seccomp/defaultAction=SCMP_ACT_ERRNO",
    "/linux/seccomp/defaultAction=SCMP_ACT_TRACE",
    "/linux/seccomp/defaultAction=SCMP_ACT_ALLOW",
    "/linux/seccomp/defaultAction=SCMP_ACT_LOG",
    "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_NE",
    "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_LT",
    "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_LE",
    "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_EQ",
    "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_GE",
    "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_GT",
    "/linux/seccomp/syscalls/*/args/*/op=SCMP_CMP_MASKED_EQ"
  })
  void everyCallIsDecidedAsUnderRunc(Profile profile, Bundle bundle, OciRuntime runtime) {
    compare(profile, bundle, runtime);
  }

  /** Proves the test: filters that were made independently decide alike. */
  @ParameterizedTest
  @MethodSource("profiles")
  void crunDiffersFromRuncInKnownWaysOnly(Profile profile, Bundle bundle) {
    compare(profile, bundle, OciRuntime.crun());
    Cgroups.removeTree(Suite.cgroup() + "/" + bundle.id());
  }

  private static void compare(Profile profile, Bundle bundle, OciRuntime runtime) {
    bundle
        .args("/probe", "sweep")
        .edit(c -> c.withObject("/linux").set("seccomp", profile.seccomp()));
    var reference =
        REFERENCES.computeIfAbsent(profile.name(), n -> answers(OciRuntime.runc(), bundle));
    var facts = answers(runtime, bundle);
    assertThat(
            KnownDifferences.unexplained(
                runtime, "seccomp " + profile.name(), facts.differencesFrom(reference)))
        .as("answers under %s that differ from runc's", runtime)
        .isEmpty();
  }

  /** What every call returned, or that there is no such container. */
  private static Facts answers(OciRuntime runtime, Bundle bundle) {
    try (var container = bundle.freshRoot().container(runtime)) {
      var outcome = container.run();
      return outcome.exit() == 0
          ? Facts.parse(outcome.stdout(), Map.of())
          : new Facts(new TreeMap<>(Map.of("create", "failed")));
    }
  }

  private static Profile list(String name, Consumer<ObjectNode> change) {
    var seccomp = (ObjectNode) Bundle.jsonResource("seccomp-profile.json");
    change.accept(seccomp);
    return new Profile(name, seccomp);
  }

  private static void action(ObjectNode seccomp, String action) {
    seccomp.put("defaultAction", action).remove("defaultErrnoRet");
  }

  private static Profile rules(String name, String rules) {
    var seccomp = (ObjectNode) Bundle.json("{" + ALLOW + ",'syscalls':[" + rules + "]}");
    Bundle.strings(
        seccomp.putArray("architectures"), "SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32");
    return new Profile(name, seccomp);
  }

  private static Profile conditions(String name, String condition) {
    return rules(
        name, rule("mkdir", "ERRNO", ",'errnoRet':99,'args':[{'index':" + condition + "}]"));
  }

  private static String rule(String call, String action, String more) {
    return "{'names':['" + call + "'],'action':'SCMP_ACT_" + action + "'" + more + "}";
  }
}
