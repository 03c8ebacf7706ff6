package org.jrunc.conformance.mounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.BundleTest;
import org.jrunc.conformance.support.Covers;
import org.jrunc.conformance.support.Facts;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Requires;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every option of config.md's tables, seen in the container's own mountinfo. */
@BundleTest
class MountOptionTest {

  /**
   * A tree of two mounts is bound with an option, and the mounts have a flag or not: the first
   * column is the option, then come how the tree is mounted on the host, the options before it, the
   * flag, and whether the mount and the one below it have it.
   */
  @ParameterizedTest
  @Covers("/mounts/*/options={0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ro             | rw          | defaults     | ro          | yes | no
          rw             | ro          | defaults     | ro          | no  | yes
          nosuid         | suid        | defaults     | nosuid      | yes | no
          suid           | nosuid      | defaults     | nosuid      | no  | yes
          nodev          | dev         | defaults     | nodev       | yes | no
          dev            | nodev       | defaults     | nodev       | no  | yes
          noexec         | exec        | defaults     | noexec      | yes | no
          exec           | noexec      | defaults     | noexec      | no  | yes
          noatime        | relatime    | defaults     | noatime     | yes | no
          atime          | noatime     | defaults     | noatime     | yes | yes
          atime          | rw          | noatime      | noatime     | no  | no
          nodiratime     | diratime    | defaults     | nodiratime  | yes | no
          diratime       | nodiratime  | defaults     | nodiratime  | yes | yes
          diratime       | noatime     | nodiratime   | noatime     | yes | yes
          nodiratime     | noatime     | defaults     | relatime    | yes | no
          atime          | ro          | defaults     | ro          | no  | yes
          ro             | nodiratime  | defaults     | nodiratime  | yes | yes
          strictatime    | nodiratime  | defaults     | nodiratime  | no  | yes
          relatime       | noatime     | defaults     | relatime    | yes | no
          norelatime     | relatime    | defaults     | noatime     | no  | no
          strictatime    | relatime    | defaults     | relatime    | no  | yes
          nostrictatime  | strictatime | defaults     | relatime    | no  | no
          nosymfollow    | rw          | defaults     | nosymfollow | yes | no
          symfollow      | rw          | nosymfollow  | nosymfollow | no  | no
          rro            | rw          | defaults     | ro          | yes | yes
          rrw            | ro          | defaults     | ro          | no  | no
          rnosuid        | suid        | defaults     | nosuid      | yes | yes
          rsuid          | nosuid      | defaults     | nosuid      | no  | no
          rnodev         | dev         | defaults     | nodev       | yes | yes
          rdev           | nodev       | defaults     | nodev       | no  | no
          rnoexec        | exec        | defaults     | noexec      | yes | yes
          rexec          | noexec      | defaults     | noexec      | no  | no
          rnoatime       | relatime    | defaults     | noatime     | yes | yes
          ratime         | noatime     | defaults     | noatime     | no  | no
          rnodiratime    | diratime    | defaults     | nodiratime  | yes | yes
          rdiratime      | nodiratime  | defaults     | nodiratime  | no  | no
          rrelatime      | noatime     | defaults     | relatime    | yes | yes
          rnorelatime    | noatime     | defaults     | noatime     | no  | no
          rstrictatime   | relatime    | defaults     | relatime    | no  | no
          rnostrictatime | strictatime | defaults     | relatime    | yes | yes
          rnosymfollow   | rw          | defaults     | nosymfollow | yes | yes
          rsymfollow     | rw          | rnosymfollow | nosymfollow | no  | no
          private        | rw          | defaults     | slave       | no  | yes
          rprivate       | rw          | defaults     | slave       | no  | no
          slave          | rw          | rprivate     | slave       | no  | no
          rslave         | rw          | defaults     | slave       | yes | yes
          shared         | rw          | defaults     | shared      | yes | no
          rshared        | rw          | defaults     | shared      | yes | yes
          unbindable     | rw          | defaults     | unbindable  | yes | no
          runbindable    | rw          | defaults     | unbindable  | yes | yes
          rbind          | ro          | defaults     | ro          | yes | yes
          """)
  void marksTheBoundMountAndThoseBelow(
      String option,
      String before,
      String earlier,
      String flag,
      String here,
      String below,
      Bundle bundle,
      OciRuntime runtime) {
    var source = bundle.newDirectory("source");
    try (var _ = HostMount.tree(source, before)) {
      var options = List.of("rbind", earlier, option);
      bundle.mount("/m", "bind", source.toString(), options.toArray(String[]::new));
      var facts = Facts.gather(runtime, bundle);
      assertThat(flags(facts, "/m").contains(flag)).as("%s", facts).isEqualTo(here.equals("yes"));
      assertThat(flags(facts, "/m/sub").contains(flag))
          .as("%s", facts)
          .isEqualTo(below.equals("yes"));
    }
  }

  /** In a user namespace the flags of a source are locked, all but one. */
  @ParameterizedTest
  @Covers("/mounts/*/options={0}")
  @CsvSource({"nodev, ro, yes", "nodev, nosymfollow, no", "dev, noexec, yes", "symfollow, ro, yes"})
  void keepsTheLockedFlagsOfASourceInAUserNamespace(
      String option, String flag, String kept, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.userNamespace(200_000);
    var source = bundle.newDirectory("source");
    try (var _ = HostMount.tree(source, flag)) {
      bundle.mount("/m", "bind", source.toString(), "rbind", option);
      var facts = Facts.gather(runtime, bundle);
      assertThat(flags(facts, "/m").contains(flag)).as("%s", facts).isEqualTo(kept.equals("yes"));
    }
  }

  @ParameterizedTest
  @CsvSource({"rw, ro", "dev, nodev", "exec, noexec", "suid, nosuid", "relatime, noatime"})
  void refusesToUnlockAFlagInAUserNamespace(
      String option, String flag, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.userNamespace(200_000);
    var source = bundle.newDirectory("source");
    try (var _ = HostMount.tree(source, flag)) {
      bundle.mount("/m", "bind", source.toString(), "rbind", option);
      var outcome = bundle.container(runtime).create();
      assertThat(outcome.exit()).isEqualTo(1);
      assertThat(outcome.stderr())
          .contains("error during container init: error mounting \\\"" + source)
          .contains("(operation not permitted)");
    }
  }

  /** What is set on the file system itself stands behind the word `super`. */
  @ParameterizedTest
  @Covers("/mounts/*/options={0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sync       | defaults | sync     | yes
          async      | sync     | sync     | no
          dirsync    | defaults | dirsync  | yes
          mand       | defaults | mand     | yes
          nomand     | mand     | mand     | no
          lazytime   | defaults | lazytime | yes
          nolazytime | lazytime | lazytime | no
          defaults   | defaults | rw       | yes
          iversion   | defaults | rw       | yes
          noiversion | defaults | rw       | yes
          silent     | defaults | rw       | yes
          loud       | silent   | rw       | yes
          """)
  void marksTheNewFileSystem(
      String option,
      String earlier,
      String flag,
      String expected,
      Bundle bundle,
      OciRuntime runtime) {
    var options = List.of(earlier, option);
    bundle.mount("/m", "tmpfs", "tmpfs", options.toArray(String[]::new));
    var facts = Facts.gather(runtime, bundle);
    var ofFileSystem = facts.get("mount:/m").replaceAll(".* super ", "").split("[ ,]");
    assertThat(List.of(ofFileSystem).contains(flag))
        .as(facts.get("mount:/m"))
        .isEqualTo(expected.equals("yes"));
  }

  /** Several ways to keep access times are for mount(2) to choose from, not the last one's turn. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tmpfs | strictatime,noatime
          bind  | strictatime,noatime
          tmpfs | strictatime,relatime
          bind  | strictatime,relatime
          tmpfs | noatime,relatime
          bind  | noatime,relatime
          tmpfs | relatime,noatime,nodiratime
          bind  | relatime,noatime,nodiratime
          tmpfs | strictatime,noatime,atime
          bind  | strictatime,noatime,atime
          tmpfs | strictatime,noatime,nostrictatime
          bind  | strictatime,noatime,nostrictatime
          tmpfs | noatime,relatime,norelatime
          bind  | noatime,relatime,norelatime
          tmpfs | relatime,norelatime
          bind  | relatime,norelatime
          bind  | rnoatime,rrelatime
          bind  | rstrictatime,rrelatime
          bind  | rnoatime,rstrictatime
          bind  | rnoatime,ratime
          bind  | rnoatime,rnorelatime
          bind  | noatime,rrelatime
          bind  | rro,rrw
          tmpfs | ro,ro,rw
          bind  | ro,ro,rw
          tmpfs | ro,rw,ro
          bind  | ro,rw,ro
          tmpfs | sync,sync,async
          tmpfs | lazytime,nolazytime,lazytime
          """)
  void combinesOptionsAsRuncDoes(String type, String options, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var source = bundle.newDirectory("source");
    try (var _ = HostMount.tree(source, "noatime")) {
      var how = (type.equals("bind") ? "rbind," : "rw,") + options;
      bundle.mount("/m", type, source.toString(), how.split(","));
      var facts = Facts.gather(runtime, bundle).values();
      var reference = Facts.gather(OciRuntime.newerRunc(), bundle).values();
      assertThat(facts.get("mount:/m")).isEqualTo(reference.get("mount:/m"));
      assertThat(facts.get("mount:/m/sub")).isEqualTo(reference.get("mount:/m/sub"));
    }
  }

  @Test
  @Covers("/mounts/*/options=bind")
  void bindsWithoutTheMountsBelow(Bundle bundle, OciRuntime runtime) {
    var source = bundle.newDirectory("source");
    try (var _ = HostMount.tree(source, "rw")) {
      bundle.mount("/m", "none", source.toString(), "bind");
      var facts = Facts.gather(runtime, bundle);
      assertThat(facts.values()).containsKey("mount:/m").doesNotContainKey("mount:/m/sub");
    }
  }

  @Test
  @Covers("/mounts/*/options=remount")
  void changesTheMountThatIsThere(Bundle bundle, OciRuntime runtime) {
    bundle.mount("/m", "tmpfs", "tmpfs", "nosuid", "sync", "size=64k");
    bundle.mount("/m", "tmpfs", "tmpfs", "remount", "ro", "noexec", "size=128k");
    bundle.args("/probe", "facts", "write=/m");
    var facts = Facts.gather(runtime, bundle);
    assertThat(flags(facts, "/m")).contains("ro", "noexec").doesNotContain("nosuid");
    assertThat(facts.get("mount:/m")).contains("size=128k").doesNotContain("sync");
    assertThat(facts.values()).doesNotContainKey("mount:/m#2");
    assertThat(facts.get("write:/m")).isEqualTo("EROFS");
  }

  /** What is not named again goes, but for the ways to keep access times. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tmpfs | nosuid,nodev,noexec | nodev
          tmpfs | nosuid,nosymfollow  | rw
          tmpfs | noatime,nodiratime  | nosuid
          tmpfs | noatime             | nodiratime
          tmpfs | noatime             | relatime
          tmpfs | strictatime         | noexec
          tmpfs | sync,dirsync        | async
          tmpfs | mand,lazytime       | size=64k
          tmpfs | size=64k            | size=128k,ro
          tmpfs | size=64k            | shared
          tmpfs | ro                  | rw
          tmpfs | size=64k            | fun=2m
          proc  | nosuid              | hidepid=2
          sysfs | ro,sync             | rw
          sysfs | ro                  | nosuid
          bind  | nosuid,nodev        | nodev
          bind  | ro,noatime          | noexec
          bind  | ro                  | rw
          bind  | nosuid              | rro
          """)
  void changesAMountToWhatRuncChangesItTo(
      String type, String before, String after, Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    var source = bundle.newDirectory("source").toString();
    var bind = type.equals("bind") ? type : "rw";
    bundle.mount("/m", type, source, (bind + "," + before).split(","));
    bundle.mount("/m", type, source, (bind + ",remount," + after).split(","));
    var facts = Facts.gather(runtime, bundle);
    var reference = Facts.gather(OciRuntime.newerRunc(), bundle);
    assertThat(facts.values().get("mount:/m")).isEqualTo(reference.values().get("mount:/m"));
    assertThat(facts.isRefusal()).isEqualTo(reference.isRefusal());
  }

  /** As any tmpfs that is to be read-only, it is so when all is made. */
  @Test
  void makesTargetsInATmpfsThatIsReadOnlyLater(Bundle bundle, OciRuntime runtime) {
    var source = bundle.newDirectory("source").toString();
    bundle.mount("/m", "tmpfs", "tmpfs");
    bundle.mount("/m", "tmpfs", "tmpfs", "remount", "ro");
    bundle.mount("/m/below", "bind", source, "bind");
    bundle.args("/probe", "facts", "write=/m", "write=/m/below");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("write:/m")).isEqualTo("EROFS");
    assertThat(facts.get("write:/m/below")).isEqualTo("ok");
  }

  /** As it is with mount(2): whoever changes a mount in a user namespace names all locked flags. */
  @Test
  void changesNoLockedFlag(Bundle bundle, OciRuntime runtime) {
    Requires.ours(runtime);
    bundle.userNamespace(200_000);
    var source = bundle.newDirectory("source");
    try (var _ = HostMount.tree(source, "nosuid")) {
      bundle.mount("/m", "bind", source.toString(), "rbind", "noexec");
      bundle.mount("/m", "bind", source.toString(), "bind", "remount", "nosuid", "nodev");
      var facts = Facts.gather(runtime, bundle);
      assertThat(flags(facts, "/m")).contains("nosuid", "nodev").doesNotContain("noexec");
      bundle.mount("/m", "bind", source.toString(), "bind", "remount", "noexec");
      assertThat(Facts.gather(runtime, bundle).isRefusal()).isTrue();
      assertThat(Facts.gather(OciRuntime.newerRunc(), bundle).isRefusal()).isTrue();
    }
  }

  @Test
  @Covers("/mounts/*/options=tmpcopyup")
  void fillsATmpfsWithWhatItCovers(Bundle bundle, OciRuntime runtime) {
    bundle.rootFile("m/sub/file", "text");
    bundle.mount("/m", "tmpfs", "tmpfs", "tmpcopyup", "ro");
    bundle.args("/probe", "facts", "read=/m/sub/file", "write=/m");
    var facts = Facts.gather(runtime, bundle);
    assertThat(facts.get("read:/m/sub/file")).isEqualTo("bytes");
    assertThat(facts.get("write:/m")).isEqualTo("EROFS");
    assertThat(bundle.root().resolve("m/sub/file")).hasContent("text");
  }

  /** Flags of the mount, and how it propagates. */
  private static List<String> flags(Facts facts, String target) {
    var line = facts.get("mount:" + target);
    return List.of(line.replaceAll(".* options (\\S+) super \\S+ ", "$1 ").split("[ ,]"));
  }
}
