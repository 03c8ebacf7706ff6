package org.jrunc.core.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.linux.IntelRdt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RdtCompilerTest {
  private static final Optional<ResctrlFacts> ALL =
      Optional.of(new ResctrlFacts("/resctrl", true, true, true));
  private static final Optional<ResctrlFacts> NOTHING =
      Optional.of(new ResctrlFacts("/resctrl", false, false, false));

  @Test
  void aContainerWithoutAClassHasOneOfItsOwn() {
    assertThat(actions(rdt(null, List.of("L2:0=3"), "L3:0=f", "MB:0=20", false)))
        .containsExactly(
            "create resource group `/resctrl/golden`",
            "write `L3:0=f, MB:0=20, L2:0=3` to `/resctrl/golden/schemata`",
            "join the resource group of `/resctrl/golden/tasks`");
  }

  @Test
  void aClassWithoutResourcesMustExist() {
    assertThat(actions(rdt("gold", List.of(), null, null, false)))
        .containsExactly(
            "find resource group `/resctrl/gold`",
            "join the resource group of `/resctrl/gold/tasks`");
  }

  @Test
  void theDefaultClassIsTheMountPoint() {
    assertThat(actions(rdt("/", List.of(), null, null, true)))
        .containsExactly(
            "find resource group `/resctrl`",
            "join the resource group of `/resctrl/tasks`",
            "create resource group `/resctrl/mon_groups/golden`",
            "join the resource group of `/resctrl/mon_groups/golden/tasks`");
  }

  @Test
  void whatTheHostLacksIsRefusedInTheWordsOfRunc() {
    var any = rdt(null, List.of(), null, null, false);
    assertRefused(any, Optional.empty(), "intelRdt is specified in config, but Intel RDT is not");
    assertRefused(
        rdt(null, List.of(), "L3:0=f", null, false),
        NOTHING,
        "intelRdt.l3CacheSchema is specified in config, but Intel RDT/CAT is not enabled");
    assertRefused(
        rdt(null, List.of(), null, "MB:0=20", false),
        NOTHING,
        "intelRdt.memBwSchema is specified in config, but Intel RDT/MBA is not enabled");
    assertRefused(
        rdt(null, List.of(), null, null, true),
        NOTHING,
        "intelRdt.enableMonitoring is specified in config, but Intel RDT monitoring is not");
  }

  private static void assertRefused(IntelRdt rdt, Optional<ResctrlFacts> host, String message) {
    assertThatThrownBy(() -> new RdtCompiler(rdt, host, "golden").groups())
        .isInstanceOf(SpecFailure.class)
        .hasMessageStartingWith(message);
  }

  private static List<String> actions(IntelRdt rdt) {
    return new RdtCompiler(rdt, ALL, "golden").groups().stream().map(Step::action).toList();
  }

  private static IntelRdt rdt(
      @Nullable String closId,
      List<String> schemata,
      @Nullable String cache,
      @Nullable String bandwidth,
      boolean monitoring) {
    return new IntelRdt(closId, schemata, cache, bandwidth, monitoring);
  }
}
