package org.jrunc.core.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.ProcessStep;
import org.junit.jupiter.api.Test;

class NotifySocketTest {
  private static final String CONFIG =
      """
      {
        "ociVersion": "1.2.0",
        "process": {"args": ["/x"], "cwd": "/", "env": ["NOTIFY_SOCKET=/host", "A=b"]},
        "root": {"path": "rootfs"},
        "mounts": [{"destination": "/data", "source": "data", "options": ["bind"]}],
        "linux": {"namespaces": [{"type": "mount"}]}
      }
      """;

  private static Plan plan(Optional<String> directory) {
    var spec = Bundle.parse(CONFIG.getBytes(StandardCharsets.UTF_8));
    var options = new LaunchOptions("golden", "/bundle", 0, true, true, 0, directory);
    return PlanCompiler.compile(spec, TestFacts.of(spec), options);
  }

  @Test
  void isMountedLastAndNamed() {
    var plan = plan(Optional.of("/run/jrunc/golden/notify"));
    var bind = plan.only(MountStep.BindMount.class).getLast();
    assertThat(bind.source()).isEqualTo("/run/jrunc/golden/notify");
    assertThat(bind.target()).isEqualTo("/run/notify");
    assertThat(bind.origin()).hasToString("implied: NOTIFY_SOCKET");
    assertThat(plan.only(ProcessStep.Exec.class).getFirst().environment())
        .containsExactly("NOTIFY_SOCKET=/run/notify/notify.sock", "A=b", "HOME=/home/golden");
  }

  @Test
  void isNotThereUnlessTheCallerHasOne() {
    var plan = plan(Optional.empty());
    assertThat(plan.only(MountStep.BindMount.class)).hasSize(1);
    assertThat(plan.only(ProcessStep.Exec.class).getFirst().environment())
        .contains("NOTIFY_SOCKET=/host");
  }
}
