package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.CLONE_ARGS_SIZE;

import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.plan.CriuStep;
import org.jrunc.core.plan.DeviceStep;
import org.jrunc.core.plan.HostStep;
import org.jrunc.core.plan.JoinStep;
import org.jrunc.core.plan.LabelStep;
import org.jrunc.core.plan.LaunchStep;
import org.jrunc.core.plan.MountStep;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.plan.SchedulingStep;
import org.jrunc.core.plan.Step;
import org.jrunc.core.plan.SyncStep;
import org.jrunc.core.program.Operation.Condition;
import org.jrunc.spec.linux.NamespaceType;

/** Lowers the container-side steps of a plan to a program. Pure: no I/O, no kernel. */
public final class Lowering {
  private final ProgramBuilder out = new ProgramBuilder();
  private final Handshake handshake;
  private final Label abandoned = out.label();
  private final ChildLowering children;
  private final IdMappingLowering idMappings;
  private final Label child = out.label();
  private final MountLowering mounts;
  private final DeviceLowering devices;
  private final ProcessLowering process;
  private final JoinLowering joins;
  private final CriuLowering criu;

  private Lowering(int sync) {
    handshake = new Handshake(out, sync, abandoned);
    var paths = new RootPaths(out);
    children = new ChildLowering(out, handshake);
    idMappings = new IdMappingLowering(out, children);
    mounts = new MountLowering(out, paths, handshake);
    devices = new DeviceLowering(out, paths);
    joins = new JoinLowering(out, paths, handshake);
    process = new ProcessLowering(out, paths, new HookLowering(out, handshake));
    criu = new CriuLowering(out, paths);
  }

  /**
   * The program of a plan.
   *
   * @param sync the executor's descriptor of the socket to the engine, which also takes the report
   *     of a failure
   */
  public static Program lower(Plan plan, int sync) {
    return new Lowering(sync).lower(plan);
  }

  private Program lower(Plan plan) {
    for (var step : plan.steps()) {
      out.begin(step);
      lower(step);
    }
    out.begin(new SyncStep.Abandon(Origin.implied("nobody waits for the container any more")));
    out.bind(abandoned);
    out.call(EXIT_GROUP, 1);
    return out.build(handshake.sync());
  }

  private void lower(Step step) {
    switch (step) {
      case HostStep host -> {
        // Done by the engine, which knows when.
      }
      case LaunchStep launch -> lower(launch);
      case JoinStep join -> joins.lower(join);
      case MountStep mount -> mounts.lower(mount);
      case DeviceStep device -> devices.lower(device);
      case ProcessStep step1 -> process.lower(step1);
      case LabelStep label -> new LabelLowering(out).lower(label);
      case SchedulingStep scheduling -> new SchedulingLowering(out).lower(scheduling);
      case SyncStep sync -> lower(sync);
      case CriuStep step1 -> criu.lower(step1);
    }
  }

  private void lower(LaunchStep step) {
    switch (step) {
      case LaunchStep.PrepareLaunch prepare -> {
        // A process that joins namespaces must not be open to their inmates: CVE-2016-9962.
        out.call(PRCTL, PR_SET_DUMPABLE, 0, 0, 0, 0);
        out.call(UMASK, 0);
        out.call(CLOSE, prepare.program());
        out.call(CLOSE_RANGE, prepare.firstOwn(), MAX_DESCRIPTOR, CLOSE_RANGE_CLOEXEC);
      }
      case LaunchStep.CreateIdMapping mapping -> idMappings.lower(mapping);
      case LaunchStep.OpenIdMapping mapping -> idMappings.lower(mapping);
      case LaunchStep.AwaitCgroups await -> handshake.awaitGo();
      case LaunchStep.JoinCgroup join -> joinCgroup(join);
      case LaunchStep.OpenMemoryCgroup open ->
          out.call(OPENAT, AT_FDCWD, open.file(), O_WRONLY | O_CLOEXEC, 0).into(out.slot("memory"));
      case LaunchStep.OpenNetwork open -> openNetlink("netlink");
      case LaunchStep.JoinNamespace join -> joinNamespace(join);
      case LaunchStep.OpenUserNamespace open ->
          out.call(OPENAT, AT_FDCWD, open.path(), O_CLOEXEC, 0).into(out.slot("user"));
      case LaunchStep.CreateMounts create -> createMounts();
      case LaunchStep.JoinUserNamespace join -> {
        out.call(SETNS, out.slot("user"), CLONE_NEWUSER);
        out.call(CLOSE, out.slot("user"));
      }
      case LaunchStep.EnterMounts enter -> {
        var process = out.slot("process");
        out.load(process, Structs.PIDFD, 0);
        out.call(SETNS, process, CLONE_NEWNS);
        out.call(CLOSE, process);
      }
      case LaunchStep.HandOver over -> {
        out.call(DUP3, out.slot("rootfs"), over.rootfs(), O_CLOEXEC);
        out.call(CLOSE, out.slot("rootfs"));
        leave(over.process());
      }
      case LaunchStep.CreateTimeNamespace time -> createTimeNamespace(time);
      case LaunchStep.CloneInit clone -> cloneInit(clone);
    }
  }

  private void joinNamespace(LaunchStep.JoinNamespace step) {
    var namespace = out.slot("namespace");
    out.call(OPENAT, AT_FDCWD, step.path(), O_CLOEXEC, 0).into(namespace);
    out.call(SETNS, namespace, cloneFlag(step.type()));
    out.call(CLOSE, namespace);
  }

  /** Only who is in the user namespace can make one that belongs to it, and a child goes there. */
  private void createMounts() {
    var mounts = out.slot("namespace");
    children.show(
        0,
        () -> {
          out.call(SETNS, out.slot("user"), CLONE_NEWUSER);
          out.call(UNSHARE, CLONE_NEWNS);
          out.call(OPENAT, AT_FDCWD, "/proc/self/ns/mnt", O_CLOEXEC, 0).into(mounts);
        },
        mounts);
    children.dismiss();
    out.call(SETNS, mounts, CLONE_NEWNS);
    out.call(CLOSE, mounts);
  }

  private void createTimeNamespace(LaunchStep.CreateTimeNamespace step) {
    out.call(UNSHARE, CLONE_NEWTIME);
    if (!step.offsets().isEmpty()) {
      var file = out.slot("file");
      out.call(OPENAT, AT_FDCWD, "/proc/self/timens_offsets", O_WRONLY | O_CLOEXEC, 0).into(file);
      out.call(WRITE, file, step.offsets(), step.offsets().length());
      out.call(CLOSE, file);
    }
  }

  /** A netlink socket belongs to the network namespace that it was made in, whoever uses it. */
  private Slot openNetlink(String name) {
    var socket = out.slot(name);
    out.call(SOCKET, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE).into(socket);
    return socket;
  }

  /** A single thread that moves itself does not hold up every fork of the system meanwhile. */
  private void joinCgroup(LaunchStep.JoinCgroup step) {
    var file = out.slot("file");
    var done = out.label();
    var open = out.call(OPENAT, AT_FDCWD, step.file(), O_WRONLY | O_CLOEXEC, 0).into(file);
    var write = out.call(WRITE, file, "0", 1);
    if (!step.required()) {
      open.onError(done);
      write.ignoring();
    }
    out.call(CLOSE, file);
    out.bind(done);
  }

  /**
   * The new process is a child of our own parent, so that it survives us as the caller's child; it
   * reports its pid as its parent sees it.
   */
  private void cloneInit(LaunchStep.CloneInit step) {
    // What its maker still opens is shared with the new process; execve(2) ends that.
    long flags = step.prepared() ? CLONE_PARENT | CLONE_FILES | CLONE_PIDFD : CLONE_PARENT;
    for (var type : step.namespaces()) {
      flags |= cloneFlag(type);
    }
    var pid = out.slot("pid");
    // A cgroup namespace has the cgroups of its maker as its roots, and this process is not yet in
    // all of the container's: the child makes it for itself.
    if (ownCgroup(step)) {
      flags &= ~CLONE_NEWCGROUP;
    }
    if (step.cgroup().isPresent()) {
      cloneIntoCgroup(flags, step.cgroup().get(), pid);
    } else {
      out.call(CLONE3, Structs.cloneArgs(flags, 0), CLONE_ARGS_SIZE).into(pid);
    }
    out.jump(pid, Condition.EQUAL, 0, child);
    if (step.prepared()) {
      closeCgroup(step);
    } else {
      leave(step);
    }
  }

  /** Whoever is in a container must not find a directory of the host. */
  private void closeCgroup(LaunchStep.CloneInit step) {
    if (step.cgroup().isPresent()) {
      out.call(CLOSE, out.slot("cgroup")).ignoring(Errno.EBADF);
    }
  }

  private static boolean ownCgroup(LaunchStep.CloneInit step) {
    return step.namespaces().contains(NamespaceType.CGROUP)
        && (step.memory() || step.cgroup().isPresent());
  }

  /** The maker names the new process and ends; the new process goes on. */
  private void leave(LaunchStep.CloneInit step) {
    handshake.report(ReportType.PID, out.slot("pid"));
    out.call(EXIT_GROUP, 0);
    out.bind(child);
    if (!step.prepared()) {
      closeCgroup(step);
    }
    if (step.memory()) {
      out.call(WRITE, out.slot("memory"), "0", 1);
      out.call(CLOSE, out.slot("memory"));
    }
    if (ownCgroup(step)) {
      out.call(UNSHARE, CLONE_NEWCGROUP);
    }
  }

  /** A container can do without this cgroup, which a joined mount namespace may not show. */
  private void cloneIntoCgroup(long flags, String directory, Slot pid) {
    var cgroup = out.slot("cgroup");
    var outside = out.label();
    var made = out.label();
    var arguments = Structs.cloneArgs(flags | CLONE_INTO_CGROUP, 0);
    out.call(OPENAT, AT_FDCWD, directory, O_PATH | O_CLOEXEC, 0).into(cgroup).onError(outside);
    out.store(cgroup, arguments, Structs.CLONE_ARGS_CGROUP);
    out.call(CLONE3, arguments, CLONE_ARGS_SIZE).into(pid);
    out.jump(made);
    out.bind(outside);
    out.call(CLONE3, Structs.cloneArgs(flags, 0), CLONE_ARGS_SIZE).into(pid);
    out.bind(made);
  }

  private void lower(SyncStep step) {
    switch (step) {
      case SyncStep.AwaitEngine await -> handshake.awaitGo();
      case SyncStep.AwaitNetworkDevices await -> {
        var inside = openNetlink("socket");
        var outside = out.slot("netlink");
        handshake.sendDescriptors(ReportType.NETWORK, List.of(outside, inside));
        out.call(CLOSE, outside);
        out.call(CLOSE, inside);
        handshake.awaitGo();
      }
      case SyncStep.AwaitHostHooks await -> {
        handshake.report(ReportType.MOUNTED);
        handshake.awaitGo();
      }
      case SyncStep.ReportReady ready -> {
        handshake.report(ReportType.READY);
        handshake.awaitGo();
      }
      case SyncStep.HandOverListener listener -> {
        handshake.report(ReportType.LISTENER, out.slot("listener"));
        handshake.awaitGo();
        out.call(CLOSE, out.slot("listener"));
      }
      case SyncStep.AwaitStart start -> {
        // The fifo takes the number of the socket just closed, the lowest free one, and with it
        // the failure reports of what is left to do.
        var fifo = "self/fd/" + start.fifo();
        out.call(CLOSE, handshake.sync());
        out.call(OPENAT, out.slot("proc"), fifo, O_WRONLY | O_CLOEXEC, 0);
        handshake.report(ReportType.STARTED, out.slot(ExecutableLowering.CHOICE));
      }
      case SyncStep.Abandon abandon -> {
        // Its operations come last, after those of every other step.
      }
    }
  }

  static long cloneFlag(NamespaceType type) {
    return switch (type) {
      case PID -> CLONE_NEWPID;
      case NETWORK -> CLONE_NEWNET;
      case MOUNT -> CLONE_NEWNS;
      case IPC -> CLONE_NEWIPC;
      case UTS -> CLONE_NEWUTS;
      case USER -> CLONE_NEWUSER;
      case CGROUP -> CLONE_NEWCGROUP;
      case TIME -> CLONE_NEWTIME;
    };
  }
}
