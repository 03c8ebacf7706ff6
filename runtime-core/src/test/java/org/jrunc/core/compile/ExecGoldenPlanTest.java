package org.jrunc.core.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.plan.DeviceStep;
import org.jrunc.core.plan.JoinStep;
import org.jrunc.core.plan.LabelStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.PlanPrinter;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.SchedulingStep;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.core.program.Lowering;
import org.jrunc.core.program.NativeDump;
import org.jrunc.core.program.ProgramPrinter;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Namespace;
import org.jrunc.spec.linux.NamespaceType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The golden files of {@code exec}: {@code exec-plans/<case>/config.json} is a container with the
 * process that joins it, and becomes {@code plan.txt} and {@code program.txt}.
 */
class ExecGoldenPlanTest {
  private static final Path CASES = Path.of("src/test/resources/exec-plans");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  /** Every {@code before} comes before every {@code after}, for this reason. */
  private record Rule(Class<? extends Step> before, Class<? extends Step> after, String reason) {}

  private static final List<Rule> RULES =
      List.of(
          new Rule(LaunchStep.PrepareLaunch.class, JoinStep.EnterContainer.class, "CVE-2016-9962"),
          new Rule(
              LaunchStep.JoinCgroup.class, JoinStep.EnterContainer.class, "a path of the host"),
          new Rule(JoinStep.OpenCgroup.class, JoinStep.EnterContainer.class, "a path of the host"),
          new Rule(LaunchStep.JoinCgroup.class, JoinStep.CloneProcess.class, "born in them"),
          new Rule(JoinStep.EnterContainer.class, JoinStep.CloneProcess.class, "pid_namespaces(7)"),
          new Rule(JoinStep.CloneProcess.class, ProcessStep.BecomeRoot.class, "the child alone"),
          new Rule(ProcessStep.BecomeRoot.class, JoinStep.EnterKeyring.class, "root's keyring"),
          new Rule(LabelStep.LabelKeys.class, JoinStep.EnterKeyring.class, "the keyring is a key"),
          new Rule(JoinStep.OpenRoot.class, DeviceStep.CreateConsole.class, "CVE-2025-52565"),
          new Rule(JoinStep.OpenRoot.class, JoinStep.FindWorkingDirectory.class, "CVE-2024-21626"),
          new Rule(LaunchStep.JoinCgroup.class, SchedulingStep.ResetAffinity.class, "sets it too"),
          new Rule(ProcessStep.StartSession.class, DeviceStep.CreateConsole.class, "tty_ioctl(4)"),
          new Rule(LabelStep.ChangeProfile.class, ProcessStep.SetNoNewPrivileges.class, "forbids"),
          new Rule(SchedulingStep.SetScheduler.class, ProcessStep.DropBounding.class, "its right"),
          new Rule(SyncStep.ReportReady.class, ProcessStep.SetUser.class, "limits from outside"),
          new Rule(ProcessStep.DropBounding.class, ProcessStep.SetUser.class, "CAP_SETPCAP"),
          new Rule(ProcessStep.SetUser.class, ProcessStep.SetCapabilities.class, "setuid clears"),
          new Rule(ProcessStep.SetUser.class, ProcessStep.FindExecutable.class, "their rights"),
          new Rule(ProcessStep.InstallSeccomp.class, ProcessStep.Exec.class, "seccomp(2)"));

  @TestFactory
  Stream<DynamicTest> everyConfigCompilesToItsGoldenPlanAndProgram() throws IOException {
    return cases().map(d -> dynamicTest(String.valueOf(d.getFileName()), () -> check(d)));
  }

  @TestFactory
  Stream<DynamicTest> everyPlanKeepsTheOrder() throws IOException {
    return cases()
        .map(d -> dynamicTest(String.valueOf(d.getFileName()), () -> checkOrder(compile(d))));
  }

  private static Stream<Path> cases() throws IOException {
    try (var children = Files.list(CASES)) {
      return children.sorted().toList().stream();
    }
  }

  private static Plan compile(Path directory) throws IOException {
    var spec = Bundle.parse(Files.readAllBytes(directory.resolve("config.json")));
    var options = new ExecOptions(TestFacts.options(), 022);
    return ExecCompiler.compile(spec, facts(spec), namespaces(spec), options);
  }

  private static HostFacts facts(Spec spec) {
    var all = TestFacts.of(spec);
    return HostFacts.ofRunning(
        all.lastCapability(),
        CgroupFacts.ofRunning(
            List.of(
                new CgroupFacts.JoinFile("/sys/fs/cgroup/memory/golden/tasks", true),
                new CgroupFacts.JoinFile("/sys/fs/cgroup/systemd/golden/tasks", false)),
            Optional.of("/sys/fs/cgroup/unified/golden")),
        all.home(),
        all.seccomp(),
        all.nullStreams(),
        all.modules());
  }

  private static Set<NamespaceType> namespaces(Spec spec) {
    var types = EnumSet.noneOf(NamespaceType.class);
    var linux = spec.linux();
    if (linux != null) {
      linux.namespaces().stream().map(Namespace::type).forEach(types::add);
    }
    return types;
  }

  private static void check(Path directory) throws IOException {
    var plan = compile(directory);
    var program = Lowering.lower(plan, Descriptors.after(0).sync());
    compare(directory.resolve("plan.txt"), PlanPrinter.print(plan));
    compare(directory.resolve("program.txt"), ProgramPrinter.print(program));
    NativeDump.assertReadsTheSame("exec-" + directory.getFileName(), program);
  }

  private static void compare(Path golden, String actual) throws IOException {
    if (UPDATE) {
      Files.writeString(golden, actual);
    }
    assertThat(actual).as(golden.toString()).isEqualTo(Files.readString(golden));
  }

  private static void checkOrder(Plan plan) {
    var steps = plan.steps();
    for (var rule : RULES) {
      int last = -1;
      int first = steps.size();
      for (int i = 0; i < steps.size(); i++) {
        if (rule.before().isInstance(steps.get(i))) {
          last = i;
        }
        if (rule.after().isInstance(steps.get(i)) && first == steps.size()) {
          first = i;
        }
      }
      assertThat(last).as(rule.toString()).isLessThan(first);
    }
  }
}
