package org.jrunc.core.rdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.Step;
import org.jrunc.spec.linux.IntelRdt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a directory that behaves as resctrl does, for machines whose processor has none. */
class ResourceGroupsTest {
  private static final Origin ORIGIN = Origin.field("/linux/intelRdt");

  @TempDir Path resctrl;
  private final Kernel kernel = imitation();

  @BeforeEach
  void mount() throws IOException {
    fill(resctrl);
    Files.createDirectories(resctrl.resolve("info/L3"));
    Files.writeString(resctrl.resolve("info/last_cmd_status"), "ok\n");
  }

  @Test
  void makesAGroupSetsItUpAndEntersIt() throws IOException {
    var groups =
        groups(
            create("x", true),
            new HostStep.WriteSchemata(resctrl + "/x/schemata", "L3:0=f\nMB:0=20\n", ORIGIN),
            join("x"),
            create("x/mon_groups/x", true),
            join("x/mon_groups/x"));
    var made = groups.removable();
    assertThat(made).containsExactly(resctrl + "/x", resctrl + "/x/mon_groups/x");
    groups.enter(4711);
    assertThat(resctrl.resolve("x/schemata")).hasContent("L3:0=f\nMB:0=20");
    assertThat(resctrl.resolve("x/tasks")).hasContent("4711");
    assertThat(resctrl.resolve("x/mon_groups/x/tasks")).hasContent("4711");
    ResourceGroups.remove(kernel, made);
    assertThat(resctrl.resolve("x")).doesNotExist();
    ResourceGroups.remove(kernel, made);
  }

  @Test
  void leavesAGroupThatWasThereBefore() throws IOException {
    kernel.makeDirectory(resctrl.resolve("gold"), 0755);
    var groups = groups(create("gold", true), join("gold"));
    assertThat(groups.removable()).isEmpty();
    groups.enter(4711);
    assertThat(resctrl.resolve("gold/tasks")).hasContent("4711");
  }

  @Test
  void leavesAGroupWithANameToThoseWhoShareIt() {
    assertThat(groups(create("gold", false)).removable()).isEmpty();
  }

  @Test
  void saysThatAGroupHasToExist() {
    var step = new HostStep.CreateResourceGroup(resctrl + "/gold", true, false, ORIGIN);
    assertThatThrownBy(() -> groups(step).enter(1))
        .isInstanceOf(HostFailure.class)
        .hasMessageStartingWith("clos dir not accessible (must be pre-created when schemata,")
        .hasMessageEndingWith("gold`: no such file or directory");
  }

  @Test
  void addsWhatResctrlSaysAboutARefusal() throws IOException {
    Files.writeString(resctrl.resolve("info/last_cmd_status"), "no more groups\n");
    assertThatThrownBy(() -> groups(create("no/such", true)).enter(1))
        .isInstanceOf(HostFailure.class)
        .hasMessageStartingWith("intelrdt: cannot ")
        .hasMessageEndingWith(
            "= ENOENT (no such file or directory), last_cmd_status: no more groups");
  }

  @Test
  void knowsWhatAMountCanDoByItsInfo() {
    var facts = Resctrl.facts(Optional.of(resctrl)).orElseThrow();
    assertThat(facts.mountPoint()).isEqualTo(resctrl.toString());
    assertThat(facts.cache()).isTrue();
    assertThat(facts.bandwidth()).isFalse();
    assertThat(facts.monitoring()).isFalse();
    assertThat(Resctrl.facts(Optional.empty())).isEmpty();
  }

  @Test
  void sharesOfAGroupThatExistsChangeAndComeBack() throws IOException {
    Files.createDirectories(resctrl.resolve("info/MB"));
    kernel.makeDirectory(resctrl.resolve("x"), 0755);
    var schemata = resctrl.resolve("x/schemata");
    Files.writeString(schemata, "L3:0=f\n");
    var after = new IntelRdt(null, List.of(), "L3:0=3", "MB:0=20", false);
    var change = SchemataChange.of(after, Resctrl.facts(Optional.of(resctrl)), "x");
    change.perform();
    assertThat(schemata).hasContent("L3:0=3\nMB:0=20");
    change.restore();
    assertThat(schemata).hasContent("L3:0=f");
    Files.delete(schemata);
    Files.writeString(resctrl.resolve("info/last_cmd_status"), "bad mask\n");
    assertThatThrownBy(change::perform)
        .isInstanceOf(HostFailure.class)
        .hasMessageStartingWith("intelrdt: cannot read ")
        .hasMessageEndingWith("last_cmd_status: bad mask");
  }

  private ResourceGroups groups(Step... steps) {
    return new ResourceGroups(kernel, new Plan(List.of(steps)));
  }

  private HostStep create(String name, boolean removable) {
    return new HostStep.CreateResourceGroup(resctrl + "/" + name, false, removable, ORIGIN);
  }

  private HostStep join(String name) {
    return new HostStep.JoinResourceGroup(resctrl + "/" + name + "/tasks", ORIGIN);
  }

  /** The real kernel, but a new directory has files at once, and goes although it has them. */
  private static Kernel imitation() {
    var real = Kernel.real();
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("removeDirectory")) {
                empty((Path) arguments[0]);
              }
              try {
                var result = method.invoke(real, arguments);
                if (method.getName().equals("makeDirectory")) {
                  fill((Path) arguments[0]);
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void fill(Path group) throws IOException {
    Files.createFile(group.resolve("tasks"));
    Files.createFile(group.resolve("schemata"));
    Files.createDirectory(group.resolve("mon_groups"));
  }

  private static void empty(Path group) throws IOException {
    if (Files.notExists(group)) {
      return;
    }
    try (var content = Files.list(group)) {
      content.forEach(
          entry -> {
            try {
              Files.delete(entry);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
