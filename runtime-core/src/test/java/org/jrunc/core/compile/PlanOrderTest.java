package org.jrunc.core.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jrunc.core.bundle.Bundle;
import org.jrunc.core.plan.DeviceStep;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.LabelStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.SchedulingStep;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.spec.linux.NamespaceType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What must come before what, said once, and checked for every golden config. */
class PlanOrderTest {
  private static final Path CASES = Path.of("src/test/resources/plans");

  /** Every {@code before} comes before every {@code after}, for this reason. */
  private record Rule(Class<? extends Step> before, Class<? extends Step> after, String reason) {}

  private static final List<Rule> RULES =
      List.of(
          rule(LaunchStep.PrepareLaunch.class, LaunchStep.JoinNamespace.class, "CVE-2016-9962"),
          rule(
              LaunchStep.CreateIdMapping.class,
              LaunchStep.JoinCgroup.class,
              "its process is none of the container's"),
          rule(
              LaunchStep.OpenIdMapping.class,
              LaunchStep.JoinNamespace.class,
              "a joined mount namespace may not show its path"),
          rule(
              LaunchStep.OpenIdMapping.class,
              MountStep.OpenSource.class,
              "its mount takes the mapping"),
          rule(HostStep.CreateCgroup.class, LaunchStep.JoinCgroup.class, "made before joined"),
          rule(
              LaunchStep.JoinCgroup.class,
              LaunchStep.CloneInit.class,
              "the root of a cgroup namespace is its maker's cgroup"),
          rule(LaunchStep.JoinNamespace.class, LaunchStep.CloneInit.class, "the child is in them"),
          rule(LaunchStep.OpenNetwork.class, LaunchStep.JoinNamespace.class, "of the caller"),
          rule(LaunchStep.CloneInit.class, SyncStep.AwaitNetworkDevices.class, "of the container"),
          rule(SyncStep.AwaitNetworkDevices.class, HostStep.RunHook.class, "hooks see the devices"),
          rule(
              LaunchStep.OpenUserNamespace.class,
              LaunchStep.JoinNamespace.class,
              "a joined mount namespace may not show its path"),
          rule(
              LaunchStep.JoinNamespace.class,
              LaunchStep.JoinUserNamespace.class,
              "its root may join no other"),
          rule(
              LaunchStep.CreateMounts.class, MountStep.IsolateMounts.class, "in its own namespace"),
          rule(
              MountStep.OpenSource.class,
              LaunchStep.JoinUserNamespace.class,
              "root of the namespace may not reach it"),
          rule(LaunchStep.EnterMounts.class, MountStep.OpenRootfs.class, "with locked flags"),
          rule(MountStep.OpenSource.class, LaunchStep.HandOver.class, "opened by the launcher"),
          rule(MountStep.OpenSource.class, ProcessStep.BecomeRoot.class, "root may not reach it"),
          rule(LaunchStep.HandOver.class, HostStep.WriteIdMap.class, "the engine knows the pid"),
          rule(HostStep.WriteIdMap.class, SyncStep.AwaitEngine.class, "its go means mapped ids"),
          rule(HostStep.WriteIdMap.class, ProcessStep.BecomeRoot.class, "root must be mapped"),
          rule(
              ProcessStep.BecomeRoot.class,
              ProcessStep.CreateIpcNamespace.class,
              "queues belong to their maker"),
          rule(ProcessStep.BecomeRoot.class, ProcessStep.JoinKeyring.class, "root's keyring"),
          rule(
              ProcessStep.BecomeRoot.class,
              MountStep.MountFilesystem.class,
              "new files belong to root"),
          rule(MountStep.MountFilesystem.class, DeviceStep.BindDevice.class, "/dev is a mount"),
          rule(DeviceStep.BindDevice.class, MountStep.PivotRoot.class, "devices are host paths"),
          rule(MountStep.IsolateMounts.class, MountStep.OpenRootfs.class, "nothing propagates"),
          rule(MountStep.OpenRootfs.class, MountStep.MountFilesystem.class, "mounts go below it"),
          rule(MountStep.MountFilesystem.class, DeviceStep.CreateDevice.class, "/dev is a mount"),
          rule(MountStep.MountFilesystem.class, MountStep.PivotRoot.class, "by host paths"),
          rule(MountStep.BindMount.class, MountStep.PivotRoot.class, "sources are host paths"),
          rule(MountStep.BindMount.class, HostStep.RunHook.class, "createRuntime sees mounts"),
          rule(HostStep.RunHook.class, MountStep.PivotRoot.class, "createRuntime precedes pivot"),
          rule(MountStep.MaskPath.class, MountStep.PivotRoot.class, "CVE-2025-31133"),
          rule(MountStep.PivotRoot.class, DeviceStep.CreateConsole.class, "CVE-2025-52565"),
          rule(
              ProcessStep.OpenWorkingDirectory.class,
              MountStep.ReadonlyRoot.class,
              "it may have to be made"),
          rule(LabelStep.LabelKeys.class, ProcessStep.JoinKeyring.class, "the keyring is a key"),
          rule(ProcessStep.OpenPrivateProc.class, LabelStep.ChangeProfile.class, "CVE-2025-52881"),
          rule(
              LabelStep.ChangeProfile.class,
              ProcessStep.SetNoNewPrivileges.class,
              "it forbids a change of profile"),
          rule(SyncStep.ReportReady.class, LabelStep.LabelProcess.class, "for the program alone"),
          rule(LabelStep.LabelProcess.class, ProcessStep.InstallSeccomp.class, "or it may forbid"),
          rule(ProcessStep.OpenPrivateProc.class, ProcessStep.WriteSysctl.class, "CVE-2025-52881"),
          rule(
              LaunchStep.JoinCgroup.class,
              SchedulingStep.ResetAffinity.class,
              "joining a cpuset sets it too"),
          rule(
              SchedulingStep.ResetAffinity.class,
              SchedulingStep.SetScheduler.class,
              "deadlines need all CPUs"),
          rule(
              SchedulingStep.SetScheduler.class,
              ProcessStep.DropBounding.class,
              "needs CAP_SYS_NICE"),
          rule(
              SchedulingStep.SetIoPriority.class,
              ProcessStep.DropBounding.class,
              "needs CAP_SYS_NICE"),
          rule(ProcessStep.SetHostname.class, ProcessStep.SetUser.class, "needs CAP_SYS_ADMIN"),
          rule(ProcessStep.DropBounding.class, ProcessStep.SetUser.class, "needs CAP_SETPCAP"),
          rule(
              ProcessStep.SetUser.class,
              ProcessStep.RetryWorkingDirectory.class,
              "with their rights"),
          rule(ProcessStep.SetUser.class, ProcessStep.SetCapabilities.class, "setuid clears them"),
          rule(ProcessStep.SetCapabilities.class, ProcessStep.SetAmbient.class, "within permitted"),
          rule(SyncStep.ReportReady.class, ProcessStep.SetUser.class, "limits come from outside"),
          rule(ProcessStep.SetUser.class, ProcessStep.FindExecutable.class, "with their rights"),
          rule(ProcessStep.FindExecutable.class, SyncStep.AwaitStart.class, "create reports it"),
          rule(
              ProcessStep.InstallSeccomp.class,
              SyncStep.HandOverListener.class,
              "the filter makes it"),
          rule(SyncStep.HandOverListener.class, SyncStep.AwaitStart.class, "by the socket"),
          rule(SyncStep.AwaitStart.class, ProcessStep.Exec.class, "runtime.md, start"));

  private static Rule rule(
      Class<? extends Step> before, Class<? extends Step> after, String reason) {
    return new Rule(before, after, reason);
  }

  @TestFactory
  Stream<DynamicTest> everyGoldenPlanKeepsTheOrder() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    try (var cases = Files.list(CASES)) {
      for (var directory : cases.sorted().toList()) {
        var config = directory.resolve("config.json");
        if (Files.exists(config)) {
          tests.add(dynamicTest(directory.getFileName().toString(), () -> check(config)));
        }
      }
    }
    return tests.stream();
  }

  private static void check(Path config) throws IOException {
    var spec = Bundle.parse(Files.readAllBytes(config));
    var plan = PlanCompiler.compile(spec, TestFacts.of(spec), TestFacts.options());
    for (var rule : RULES) {
      assertThat(last(plan, rule.before()))
          .as(rule.before().getSimpleName() + " < " + rule.after().getSimpleName())
          .withFailMessage(rule.reason())
          .isLessThan(first(plan, rule.after()));
    }
    // The caller's mounts must never be isolated, by whichever step ours are made or joined.
    boolean before = last(plan, LaunchStep.CreateMounts.class) >= 0 || joinsMountsAndUser(plan);
    assertThat(before ? -1 : last(plan, LaunchStep.CloneInit.class))
        .isLessThan(first(plan, MountStep.IsolateMounts.class));
    boolean late = plan.only(ProcessStep.SetNoNewPrivileges.class).size() == 1;
    for (var seccomp : plan.only(ProcessStep.InstallSeccomp.class)) {
      int place = plan.steps().indexOf(seccomp);
      // Without no_new_privs a filter needs CAP_SYS_ADMIN, seccomp(2).
      assertThat(place > last(plan, ProcessStep.SetCapabilities.class)).isEqualTo(late);
      assertThat(place).isGreaterThan(last(plan, ProcessStep.SetNoNewPrivileges.class));
    }
  }

  private static boolean joinsMountsAndUser(Plan plan) {
    return !plan.only(LaunchStep.JoinUserNamespace.class).isEmpty()
        && plan.only(LaunchStep.JoinNamespace.class).stream()
            .anyMatch(join -> join.type() == NamespaceType.MOUNT);
  }

  private static int last(Plan plan, Class<? extends Step> kind) {
    var found = plan.only(kind);
    return found.isEmpty() ? -1 : plan.steps().lastIndexOf(found.getLast());
  }

  private static int first(Plan plan, Class<? extends Step> kind) {
    var found = plan.only(kind);
    return found.isEmpty() ? Integer.MAX_VALUE : plan.steps().indexOf(found.getFirst());
  }
}
