package org.jrunc.core.compile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.JoinStep.EnterContainer;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.Step;
import org.jrunc.core.program.Lowering;
import org.jrunc.core.program.ProgramPrinter;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.NamespaceType;
import org.junit.jupiter.api.Test;

class LiveMountCompilerTest {
  private static final String MOUNTS =
      """
      [{'destination':'/b','source':'/src','options':['bind']},
       {'destination':'/t','type':'tmpfs','options':['ro']}]
      """;

  private static Spec spec(String mounts, String linux) {
    var json =
        "{'ociVersion':'1.3.0','process':{'cwd':'/','args':['x'],'user':{}},"
            + "'root':{'path':'rootfs','readonly':true},'mounts':"
            + mounts
            + ",'linux':"
            + linux
            + "}";
    return Spec.read(json.replace('\'', '"').getBytes(UTF_8));
  }

  private static Plan addition(Spec spec, Set<NamespaceType> namespaces, Optional<String> user) {
    return LiveMountCompiler.addition(
        spec,
        HostFacts.ofMounts(Map.of(), Map.of()),
        LaunchOptions.of("id", "/bundle"),
        namespaces,
        user);
  }

  private static List<String> actions(Plan plan) {
    return plan.steps().stream().map(Step::action).toList();
  }

  @Test
  void sourcesAreOpenedOutsideAndTargetsInside() {
    var plan = addition(spec(MOUNTS, "{}"), EnumSet.of(NamespaceType.MOUNT), Optional.empty());
    assertThat(actions(plan))
        .containsExactly(
            "prepare the process that makes the container",
            "wait for the engine",
            "copy the caller's mounts",
            "make all mounts of the new namespace rslave",
            "open `/src` as descriptor 41",
            "enter the namespaces of the container",
            "open the root",
            "bind `/src` on `/b`",
            "mount tmpfs on `/t`",
            "change mount `/t`",
            "report that the container is ready",
            "leave the container");
  }

  @Test
  void inAUserNamespaceTheCopyOfTheMountsBelongsToIt() {
    var linux =
        "{'namespaces':[{'type':'user'}],'uidMappings':[{'containerID':0,'hostID':9,'size':9}],"
            + "'gidMappings':[{'containerID':0,'hostID':9,'size':9}]}";
    var namespaces = EnumSet.of(NamespaceType.MOUNT, NamespaceType.USER);
    var plan = addition(spec(MOUNTS, linux), namespaces, Optional.of("/proc/7/ns/user"));
    assertThat(actions(plan))
        .containsSubsequence(
            "open user namespace `/proc/7/ns/user`",
            "create the mount namespace",
            "open `/src` as descriptor 41",
            "enter the namespaces of the container",
            "open the root")
        .doesNotContain("copy the caller's mounts");
  }

  @Test
  void mappingsAreThoseOfTheContainerWhereverItJoinedThem() {
    var mounts = "[{'destination':'/b','source':'/src','options':['bind','idmap']}]";
    var linux = "{'namespaces':[{'type':'user','path':'/gone'},{'type':'uts','path':'/uts'}]}";
    var namespaces = EnumSet.of(NamespaceType.MOUNT, NamespaceType.USER);
    var plan = addition(spec(mounts, linux), namespaces, Optional.of("/proc/7/ns/user"));
    assertThat(actions(plan))
        .contains("open user namespace `/proc/7/ns/user` as id mapping 0")
        .noneMatch(action -> action.contains("/gone"));
  }

  @Test
  void onlyNamespacesThatAProcessEntersItselfAreEntered() {
    var plan = addition(spec(MOUNTS, "{}"), EnumSet.allOf(NamespaceType.class), Optional.of("/x"));
    assertThat(plan.only(EnterContainer.class).getFirst().namespaces())
        .contains(NamespaceType.MOUNT, NamespaceType.NETWORK, NamespaceType.IPC)
        .doesNotContain(NamespaceType.PID, NamespaceType.TIME);
  }

  @Test
  void whatIsRemovedIsLookedUpOnceAndUnmountedWhereItIs() {
    var plan = LiveMountCompiler.removal(spec(MOUNTS, "{}").mounts());
    assertThat(actions(plan))
        .containsExactly(
            "prepare the process that makes the container",
            "wait for the engine",
            "enter the namespaces of the container",
            "open the root",
            "unmount `/b`",
            "unmount `/t`",
            "report that the container is ready",
            "leave the container");
    assertThat(ProgramPrinter.print(Lowering.lower(plan, 3)))
        .contains("setns(5, CLONE_NEWNS)")
        .contains("umount2(\".\", MNT_DETACH)")
        .contains("umount2(\"b\", MNT_DETACH|UMOUNT_NOFOLLOW)");
  }

  @Test
  void optionsThatOnlyTakeAPathAreRefused() {
    var mounts =
        "[{'destination':'/o','type':'overlay','options':['lowerdir=/" + "l".repeat(256) + "']}]";
    var spec = spec(mounts, "{}");
    assertThatThrownBy(() -> addition(spec, EnumSet.of(NamespaceType.MOUNT), Optional.empty()))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("more than 255 bytes");
  }

  @Test
  void instancesOfTheHostAreRefused() {
    for (var type : List.of("proc", "cgroup", "cgroup2")) {
      var spec = spec("[{'destination':'/p','type':'" + type + "'}]", "{}");
      assertThatThrownBy(() -> addition(spec, EnumSet.of(NamespaceType.MOUNT), Optional.empty()))
          .isInstanceOf(SpecFailure.class)
          .hasMessageStartingWith("a mount of type `" + type + "` cannot be added");
    }
  }
}
