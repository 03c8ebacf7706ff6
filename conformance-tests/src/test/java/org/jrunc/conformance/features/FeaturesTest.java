package org.jrunc.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.KnownDifferences;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code features} claims. Nothing in it may be refused when a config.json asks for it, and
 * what it says it lacks must be refused.
 */
@BundleTest
class FeaturesTest {
  private static final String LACKING = "not supported by this version of jrunc";

  /** An older runc knows less; what it does say must be said here too. */
  @Test
  void saysAllThatOlderRuncsSay(OciRuntime runtime) {
    var here = flat(features(runtime));
    for (var reference : OciRuntime.runcs()) {
      var there = flat(features(reference));
      var differences =
          here.differencesFrom(there).stream()
              .filter(difference -> there.values().containsKey(difference.fact()))
              .toList();
      var scenario = "features of an older runc: " + reference;
      assertThat(KnownDifferences.unexplained(runtime, scenario, differences)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc-1.5", "crun-1.29"})
  void differsFromTheNewestVersionsForAReason(String reference, OciRuntime runtime) {
    Requires.ours(runtime);
    var there = flat(Bundle.jsonResource("features-" + reference + ".json"));
    var differences = flat(features(runtime)).differencesFrom(there);
    assertThat(KnownDifferences.unexplained(runtime, "features of " + reference, differences))
        .isEmpty();
  }

  private static JsonNode features(OciRuntime runtime) {
    return Bundle.json(runtime.command("features").run().succeeded().stdout());
  }

  /** One fact a field, and one an item of a list: lists are sets. */
  private static Facts flat(JsonNode document) {
    var facts = new TreeMap<String, String>();
    flatten("", document, facts);
    return new Facts(facts);
  }

  private static void flatten(String path, JsonNode node, Map<String, String> facts) {
    if (node.isObject()) {
      node.properties().forEach(e -> flatten(path + "/" + e.getKey(), e.getValue(), facts));
    } else if (node.isArray()) {
      node.forEach(item -> facts.put(path + "/" + item.asString(), "yes"));
    } else {
      facts.put(path, node.asString());
    }
  }

  private static List<String> list(JsonNode document, String pointer) {
    return StreamSupport.stream(document.at(pointer).spliterator(), false)
        .map(JsonNode::asString)
        .toList();
  }

  /** A claim: where it stands, and a config.json that takes it at its word. */
  record Claim(String pointer, Consumer<ObjectNode> use) {
    @Override
    public String toString() {
      return pointer;
    }
  }

  private static Claim claim(String pointer, String field, String value) {
    return new Claim(
        pointer,
        c -> {
          var at = field.lastIndexOf('/');
          c.withObject(field.substring(0, at)).set(field.substring(at + 1), Bundle.json(value));
        });
  }

  static Stream<Claim> claims() {
    return Stream.of(
        claim("/linux/apparmor/enabled", "/process/apparmorProfile", "'unconfined'"),
        claim("/linux/selinux/enabled", "/process/selinuxLabel", "'a_u:b_r:c_t:s0'"),
        claim("/linux/selinux/enabled", "/linux/mountLabel", "'a_u:b_r:c_t:s0'"),
        claim("/linux/intelRdt/enabled", "/linux/intelRdt", "{'closID':'some'}"),
        claim("/linux/intelRdt/schemata", "/linux/intelRdt", "{'schemata':['L3:0=f']}"),
        claim("/linux/intelRdt/monitoring", "/linux/intelRdt", "{'enableMonitoring':true}"),
        claim("/linux/netDevices/enabled", "/linux/netDevices", "{'lo':{'name':'other'}}"),
        claim("/linux/cgroup/rdma", "/linux/resources", "{'rdma':{'mlx5_0':{'hcaHandles':3}}}"));
  }

  @ParameterizedTest
  @MethodSource("claims")
  void claimsWhatItDoesAndNoMore(Claim claim, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var claimed = features(runtime).at(claim.pointer()).asBoolean();
    var outcome = explain(runtime, bundle.edit(claim.use()));
    if (claimed) {
      assertThat(outcome.stderr()).doesNotContain(LACKING);
    } else {
      assertThat(outcome.stderr()).contains(LACKING);
    }
  }

  @Test
  void understandsEachMountOptionThatItNames(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var mapping = "[{'containerID':0,'hostID':1000,'size':10}]";
    bundle.mount("/data", "bind", "/", "rbind");
    for (var option : list(features(runtime), "/mountOptions")) {
      bundle.edit(
          c -> {
            var mount = (ObjectNode) c.withArray("/mounts").get(c.withArray("/mounts").size() - 1);
            Bundle.strings(mount.putArray("options"), "rbind", option);
            if (option.endsWith("idmap")) {
              mount.set("uidMappings", Bundle.json(mapping));
              mount.set("gidMappings", Bundle.json(mapping));
            } else {
              mount.remove(List.of("uidMappings", "gidMappings"));
            }
          });
      assertThat(explain(runtime, bundle).stderr()).as("mount option " + option).isEmpty();
    }
    bundle.mount("/more", "bind", "/", "rbind", "no-such-option");
    assertThat(explain(runtime, bundle).stderr()).contains("no-such-option");
  }

  @Test
  void makesEachNamespaceThatItNames(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var names = list(features(runtime), "/linux/namespaces");
    var mapping = "[{'containerID':0,'hostID':100000,'size':10}]";
    bundle.namespaces(names.toArray(String[]::new));
    if (names.contains("user")) {
      bundle.edit(
          c -> {
            c.withObject("/linux").set("uidMappings", Bundle.json(mapping));
            c.withObject("/linux").set("gidMappings", Bundle.json(mapping));
          });
    }
    var outcome = explain(runtime, bundle);
    assertThat(outcome.stderr()).isEmpty();
    assertThat(outcome.stdout()).contains(String.join(", ", names.subList(1, 2)));
  }

  @Test
  void makesFiltersOfAllThatItNames(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var features = features(runtime).at("/linux/seccomp");
    for (var action : list(features, "/actions")) {
      assertThat(filter(runtime, bundle, "'action':'%s'".formatted(action), "")).isEmpty();
    }
    for (var operator : list(features, "/operators")) {
      var rule =
          "'action':'SCMP_ACT_ERRNO','args':[{'index':0,'value':1,'op':'%s'}]".formatted(operator);
      assertThat(filter(runtime, bundle, rule, "")).isEmpty();
    }
    for (var flag : list(features, "/supportedFlags")) {
      var flags = ",'flags':['%s']".formatted(flag);
      assertThat(filter(runtime, bundle, "'action':'SCMP_ACT_ERRNO'", flags)).isEmpty();
    }
    for (var architecture : list(features, "/archs")) {
      var architectures = ",'architectures':['%s']".formatted(architecture);
      assertThat(filter(runtime, bundle, "'action':'SCMP_ACT_ERRNO'", architectures))
          .doesNotContain("not known");
    }
  }

  private static String filter(OciRuntime runtime, Bundle bundle, String rule, String more) {
    var seccomp =
        "{'defaultAction':'SCMP_ACT_ALLOW','listenerPath':'/agent','syscalls':[{'names':['mkdir'],%s}]%s}"
            .formatted(rule, more);
    bundle.edit(c -> c.withObject("/linux").set("seccomp", Bundle.json(seccomp)));
    return explain(runtime, bundle).stderr();
  }

  @Test
  void setsEachMemoryPolicyThatItNames(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var features = features(runtime).at("/linux/memoryPolicy");
    for (var mode : list(features, "/modes")) {
      var nodes = List.of("MPOL_DEFAULT", "MPOL_LOCAL").contains(mode) ? "" : "0";
      var policy = "{'mode':'%s','nodes':'%s'}".formatted(mode, nodes);
      bundle.edit(c -> c.withObject("/linux").set("memoryPolicy", Bundle.json(policy)));
      assertThat(explain(runtime, bundle).stderr()).as(mode).isEmpty();
    }
    for (var flag : list(features, "/flags")) {
      var policy = "{'mode':'MPOL_BIND','nodes':'0','flags':['%s']}".formatted(flag);
      bundle.edit(c -> c.withObject("/linux").set("memoryPolicy", Bundle.json(policy)));
      assertThat(explain(runtime, bundle).stderr()).as(flag).isEmpty();
    }
  }

  private static Outcome explain(OciRuntime runtime, Bundle bundle) {
    return runtime.command("explain", "--bundle", bundle.directory().toString()).run();
  }
}
