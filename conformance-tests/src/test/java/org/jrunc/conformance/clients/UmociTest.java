package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jrunc.conformance.support.Bundle.strings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Client;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Feature;
import org.jrunc.conformance.support.OciRuntime;
import org.jrunc.conformance.support.Outcome;
import org.jrunc.conformance.support.Suite;
import tools.jackson.databind.node.ObjectNode;

/** An image that skopeo fetches and umoci unpacks into a bundle, run by hand. */
@Client(
    name = "umoci",
    version = {"umoci", "--version"})
class UmociTest {

  @Feature("an image of skopeo as a bundle")
  void runsAnImage(OciRuntime runtime) throws IOException {
    var bundle = unpack(image(), "bundle");
    var outcome = run(runtime, bundle, "sh", "-c", "id; hostname; ls /home; exit 7");
    assertThat(outcome.exit()).isEqualTo(7);
    assertThat(outcome.stdout()).isEqualTo("uid=0(root) gid=0(root)\numoci-default\napp\n");
  }

  @Feature("user, directory, variables and command of the image")
  void runsWhatTheImageSays(OciRuntime runtime) throws IOException {
    var image = image();
    umoci(
        List.of("config", "--image", image + ":latest", "--config.user", "app"),
        List.of("--config.workingdir", "/home/app", "--config.env", "COLOUR=blue"),
        List.of("--config.entrypoint", "sh", "--config.entrypoint", "-c"),
        List.of("--config.cmd", "id; pwd; echo $COLOUR $HOME"));
    var outcome = run(runtime, unpack(image, "bundle"));
    assertThat(outcome.succeeded().stdout())
        .isEqualTo("uid=1000(app) gid=1000(app)\n/home/app\nblue /home/app\n");
  }

  @Feature("unpack --rootless: a user namespace with one user")
  void runsWithOneUser(OciRuntime runtime) throws IOException {
    var bundle = unpack(image(), "rootless", "--rootless");
    var outcome = run(runtime, bundle, "sh", "-c", "id -u; cat /proc/self/uid_map");
    assertThat(outcome.succeeded().stdout()).containsPattern("^0\n +0 +0 +1\n$");
  }

  @Feature("unpack --uid-map: a user namespace with the ids of a range")
  void runsWithARangeOfIds(OciRuntime runtime) throws IOException {
    var bundle =
        unpack(image(), "mapped", "--uid-map", "0:100000:65536", "--gid-map=0:100000:65536");
    var outcome =
        run(runtime, bundle, "sh", "-c", "stat -c %u /bin /home/app; cat /proc/self/uid_map");
    assertThat(outcome.succeeded().stdout()).containsPattern("^0\n1000\n +0 +100000 +65536\n$");
    assertThat(Files.getAttribute(bundle.resolve("rootfs/bin"), "unix:uid")).isEqualTo(100000);
  }

  @Feature("repack: what a container wrote becomes a layer")
  void leavesWhatCanBePacked(OciRuntime runtime) throws IOException {
    var image = image();
    var bundle = unpack(image, "first");
    run(runtime, bundle, "sh", "-c", "echo kept > /home/kept; rm /etc/group").succeeded();
    umoci(List.of("repack", "--image", image + ":latest", bundle.toString()));
    var outcome = run(runtime, unpack(image, "second"), "sh", "-c", "cat /home/kept; ls /etc");
    assertThat(outcome.succeeded().stdout()).startsWith("kept\n").doesNotContain("group");
  }

  /** The test image as a layout of its own. */
  private static Path image() {
    var layout = Suite.newPath("layout");
    var from = "oci-archive:" + TestImage.archive();
    var line = List.of("skopeo", "--insecure-policy", "copy", from, "oci:" + layout + ":latest");
    new Command(line).run().succeeded();
    return layout;
  }

  private static Path unpack(Path image, String name, String... options) throws IOException {
    var bundle = Suite.newPath(name);
    umoci(
        List.of("unpack", "--image", image + ":latest"),
        List.of(options),
        List.of(bundle.toString()));
    // the root of a user namespace has to get through
    Files.setPosixFilePermissions(bundle, PosixFilePermissions.fromString("rwx--x--x"));
    return bundle;
  }

  @SafeVarargs
  private static void umoci(List<String>... arguments) {
    var line = new ArrayList<>(List.of("umoci"));
    for (var part : arguments) {
      line.addAll(part);
    }
    new Command(line).run().succeeded();
  }

  /** Runs the bundle without a terminal, with other arguments if there are any. */
  private static Outcome run(OciRuntime runtime, Path bundle, String... args) throws IOException {
    var id = Suite.newId();
    var file = bundle.resolve("config.json");
    var config = (ObjectNode) Bundle.jsonFile(file);
    config.withObject("/process").put("terminal", false);
    config.withObject("/root").put("readonly", false);
    config.withObject("/linux").put("cgroupsPath", Suite.cgroup() + "/" + id);
    if (args.length > 0) {
      strings(config.withObject("/process").putArray("args"), args);
    }
    Files.writeString(file, config.toPrettyString());
    return runtime.command("run", "--bundle", bundle.toString(), id).run();
  }
}
