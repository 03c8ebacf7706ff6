package org.jrunc.core.program;

import static org.jrunc.core.abi.Abi.*;
import static org.jrunc.core.abi.Syscall.*;
import static org.jrunc.core.program.Structs.OPEN_HOW_SIZE;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Syscall;
import org.jrunc.core.plan.FileKind;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.spec.User;

/** Lowers the steps that shape the container's process itself. */
final class ProcessLowering {
  private static final int LOOPBACK_FLAGS = 0x1 | 0x8 | 0x40;

  // What the kernel gives a session keyring (everything to the possessor; view, read and link to
  // the
  // user), and that the user may search it: only so can `exec` join it.
  private static final int KEYRING_PERMISSIONS = 0x3f1b_0000;

  // In a user namespace `exec` comes with another id, so that search is open to others instead.
  private static final int OPEN_KEYRING_PERMISSIONS = 0x3f13_0008;

  private final ProgramBuilder out;
  private final RootPaths paths;
  private final HookLowering hooks;
  private final Slot proc;
  private final Slot cwd;
  private boolean groupsMayBeDenied;

  ProcessLowering(ProgramBuilder out, RootPaths paths, HookLowering hooks) {
    this.out = out;
    this.paths = paths;
    this.hooks = hooks;
    this.proc = out.slot("proc");
    this.cwd = out.slot("cwd");
  }

  void lower(ProcessStep step) {
    switch (step) {
      case ProcessStep.StartSession start -> out.call(SETSID);
      case ProcessStep.SetName name -> out.call(PRCTL, PR_SET_NAME, name.name(), 0, 0, 0);
      case ProcessStep.BecomeRoot root -> becomeRoot(root);
      case ProcessStep.CreateIpcNamespace ipc -> out.call(UNSHARE, CLONE_NEWIPC);
      case ProcessStep.JoinKeyring keyring -> joinKeyring(keyring);
      case ProcessStep.BringUpLoopback loopback -> bringUpLoopback();
      case ProcessStep.OpenPrivateProc open -> PrivateProc.open(out, open.withSysctl(), proc);
      case ProcessStep.RunContainerHook hook -> hooks.lower(hook);
      case ProcessStep.SetHostname name ->
          out.call(SETHOSTNAME, name.name(), utf8Length(name.name()));
      case ProcessStep.SetDomainname name ->
          out.call(SETDOMAINNAME, name.name(), utf8Length(name.name()));
      case ProcessStep.WriteSysctl sysctl -> writeSysctl(sysctl);
      case ProcessStep.SetUmask umask -> out.call(UMASK, umask.mask());
      case ProcessStep.OwnStandardStreams own -> ownStandardStreams(own);
      case ProcessStep.SetNoNewPrivileges set -> out.call(PRCTL, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
      case ProcessStep.SetPersonality personality -> out.call(PERSONALITY, personality.persona());
      case ProcessStep.InstallSeccomp install -> installSeccomp(install);
      case ProcessStep.OpenWorkingDirectory open -> openWorkingDirectory(open);
      case ProcessStep.DropBounding drop ->
          drop.capabilities()
              .forEach(capability -> out.call(PRCTL, PR_CAPBSET_DROP, capability, 0, 0, 0));
      case ProcessStep.SetUser user -> setUser(user);
      case ProcessStep.EnterWorkingDirectory enter -> enterWorkingDirectory(enter);
      case ProcessStep.RetryWorkingDirectory retry -> {
        var entered = out.label();
        out.jump(out.slot("entered"), Operation.Condition.EQUAL, 0, entered);
        out.call(FCHDIR, cwd);
        out.bind(entered);
        out.call(CLOSE, cwd);
      }
      case ProcessStep.SetCapabilities set -> setCapabilities(set);
      case ProcessStep.SetAmbient ambient -> setAmbient(ambient);
      case ProcessStep.FindExecutable find -> new ExecutableLowering(out).find(find);
      case ProcessStep.Exec exec -> new ExecutableLowering(out).execute(exec);
    }
  }

  private void installSeccomp(ProcessStep.InstallSeccomp step) {
    var filter = Structs.filter(step.filter().instructions());
    var call = out.call(SECCOMP, SECCOMP_SET_MODE_FILTER, step.filter().flags(), filter);
    if (step.filter().notifies()) {
      call.into(out.slot("listener"));
    }
  }

  private void joinKeyring(ProcessStep.JoinKeyring step) {
    var keyring = out.slot("keyring");
    out.call(KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, step.name(), 0).into(keyring);
    int permissions = step.open() ? OPEN_KEYRING_PERMISSIONS : KEYRING_PERMISSIONS;
    out.call(KEYCTL, KEYCTL_SETPERM, keyring, permissions);
  }

  private void becomeRoot(ProcessStep.BecomeRoot step) {
    groupsMayBeDenied = step.joined();
    become(SETRESGID, step.gid(), step.otherwise().map(User::gid));
    setGroups(0, 0);
    become(SETRESUID, step.uid(), step.otherwise().map(User::uid));
  }

  private void become(Syscall syscall, long id, Optional<Long> otherwise) {
    var call = out.call(syscall, id, id, id);
    if (otherwise.isPresent()) {
      long other = otherwise.get();
      var unmapped = out.label();
      var done = out.label();
      call.onError(unmapped, Errno.EINVAL);
      out.jump(done);
      out.bind(unmapped);
      out.call(syscall, other, other, other);
      out.bind(done);
    }
  }

  /** Where setgroups(2) is denied there are no groups to set, which runc passes over too. */
  private void setGroups(int count, Object groups) {
    var call = out.call(SETGROUPS, count, groups);
    if (groupsMayBeDenied) {
      call.ignoring(Errno.EPERM);
    }
  }

  private void bringUpLoopback() {
    var socket = out.slot("socket");
    out.call(SOCKET, AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0).into(socket);
    out.call(IOCTL, socket, SIOCSIFFLAGS, Structs.interfaceFlags("lo", LOOPBACK_FLAGS));
    out.call(CLOSE, socket);
  }

  private void writeSysctl(ProcessStep.WriteSysctl step) {
    var file = out.slot("file");
    var how = Structs.openHow(O_WRONLY | O_CLOEXEC, 0, RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS);
    var opened = out.label();
    for (var name : step.files()) {
      var next = out.label();
      var open = out.call(OPENAT2, proc, "sys/" + name, how, OPEN_HOW_SIZE).into(file);
      if (!name.equals(step.files().getLast())) {
        open.onError(next, Errno.ENOENT, Errno.ENOTDIR);
        out.jump(opened);
      }
      out.bind(next);
    }
    out.bind(opened);
    out.call(WRITE, file, step.value(), utf8Length(step.value()));
    out.call(CLOSE, file);
  }

  /** Streams on read-only file systems, or of another user namespace, stay as they are. */
  private void ownStandardStreams(ProcessStep.OwnStandardStreams step) {
    for (int fd : step.streams()) {
      out.call(FCHOWN, fd, step.uid(), -1).ignoring(Errno.EPERM, Errno.EROFS, Errno.EINVAL);
    }
  }

  /**
   * Magic links such as /proc/self/fd/7 are refused: they could lead to a directory of the host
   * (CVE-2024-21626).
   */
  private void openWorkingDirectory(ProcessStep.OpenWorkingDirectory step) {
    paths.ensure(step.path(), FileKind.DIRECTORY, cwd, RESOLVE_NO_MAGICLINKS);
  }

  private void enterWorkingDirectory(ProcessStep.EnterWorkingDirectory step) {
    if (step.userToo()) {
      out.call(FCHDIR, cwd).into(out.slot("entered")).ignoring(Errno.EACCES, Errno.EPERM);
    } else {
      out.call(FCHDIR, cwd);
      out.call(CLOSE, cwd);
    }
  }

  private void setUser(ProcessStep.SetUser step) {
    if (step.keepCapabilities()) {
      out.call(PRCTL, PR_SET_KEEPCAPS, 1, 0, 0, 0);
    }
    if (!step.keepGroups()) {
      var groups = Structs.integers(step.groups().stream().map(Long::intValue).toList());
      setGroups(step.groups().size(), groups);
    }
    out.call(SETRESGID, step.gid(), step.gid(), step.gid());
    out.call(SETRESUID, step.uid(), step.uid(), step.uid());
  }

  private void setCapabilities(ProcessStep.SetCapabilities step) {
    var header =
        Structs.block(
            "{version=_LINUX_CAPABILITY_VERSION_3}",
            8,
            bytes -> bytes.putInt(LINUX_CAPABILITY_VERSION_3).putInt(0));
    var sets =
        Structs.block(
            "{" + step.detail() + "}",
            24,
            bytes -> {
              for (int word = 0; word < 2; word++) {
                int shift = 32 * word;
                bytes.putInt((int) (step.effective() >>> shift));
                bytes.putInt((int) (step.permitted() >>> shift));
                bytes.putInt((int) (step.inheritable() >>> shift));
              }
            });
    out.call(CAPSET, header, sets);
    out.call(PRCTL, PR_SET_KEEPCAPS, 0, 0, 0, 0);
  }

  private void setAmbient(ProcessStep.SetAmbient step) {
    out.call(PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    for (int capability : step.capabilities()) {
      // One that is not inheritable cannot be raised, which runc only warns of.
      out.call(PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)
          .ignoring(Errno.EPERM, Errno.EINVAL);
    }
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
