package org.jrunc.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Container;
import org.jrunc.conformance.support.OciRuntime;

/**
 * A container that serves files on port 80 of a network that its hooks make when it is created and
 * remove when it is deleted: address 10.88.7.2 at the bridge {@code byhand0}, and port 8080 of the
 * router.
 *
 * @param bundle with the hooks
 */
record HookNetwork(Bundle bundle) {

  /** The hooks are a script of the resources, its two verbs, and further arguments for both. */
  static HookNetwork of(Bundle bundle, String script, String up, String down, String... more)
      throws IOException {
    var file = bundle.directory().resolve(script);
    Files.writeString(file, PrivateHost.resource(script));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (var hook : Map.of("createRuntime", up, "poststop", down).entrySet()) {
      var arguments = new ArrayList<>(List.of(script, hook.getValue()));
      arguments.addAll(List.of(more));
      bundle.hook(hook.getKey(), file.toString(), Map.of(), arguments.toArray(String[]::new));
    }
    bundle.edit(config -> config.withObject("/root").put("path", TestImage.rootfs().toString()));
    bundle.args("/bin/httpd", "-f", "-p", "80", "-h", "/etc");
    return new HookNetwork(bundle);
  }

  /** Whole life of the container: it reaches the outside, is reached from there, leaves nothing. */
  void reachesAndIsReached(OciRuntime runtime) throws IOException {
    try (var router = Router.start();
        var container = bundle.container(runtime)) {
      var before = router.traces();
      var here = bundle.directory();
      router.called(container.createCommand(), here).run().succeeded();
      assertThat(router.traces().toString()).contains("byhand0", "10.88.7.2");
      container.start().succeeded();

      Container.await(
          "a page of the container",
          () -> Router.get(router.here(), "http://10.88.7.2/passwd").exit() == 0);
      assertThat(Router.get(router.here(), "http://10.88.7.2/passwd").stdout())
          .contains("app:x:1000");
      var published = "http://" + Router.ADDRESS + ":8080/passwd";
      assertThat(Router.get(router.outside(), published).succeeded().stdout())
          .contains("app:x:1000");
      var id = container.id();
      var asked = runtime.command("exec", id, "wget", "-q", "-O", "-", Router.WHO).run();
      assertThat(asked.succeeded().stdout()).isEqualTo(Router.ADDRESS);

      router.called(container.deleteCommand("--force"), here).run().succeeded();
      assertThat(router.traces()).isEqualTo(before);
    }
  }
}
