package org.jrunc.core.abi;

import java.util.List;
import java.util.Locale;

/**
 * The system calls that programs are made of: their number on each architecture and how strace
 * would print their arguments.
 */
public enum Syscall {
  /** read(2). */
  READ(0, 63, Format.DESCRIPTOR, Format.ADDRESS, Format.DECIMAL),
  /** write(2). */
  WRITE(1, 64, Format.DESCRIPTOR, Format.ADDRESS, Format.DECIMAL),
  /** close(2). */
  CLOSE(3, 57, Format.DESCRIPTOR),
  /** openat(2). */
  OPENAT(257, 56, Format.DESCRIPTOR, Format.ADDRESS, Flags.OPEN, Format.OCTAL),
  /** openat2(2). */
  OPENAT2(437, 437, Format.DESCRIPTOR, Format.ADDRESS, Format.ADDRESS, Format.DECIMAL),
  /** fchdir(2). */
  FCHDIR(81, 50, Format.DESCRIPTOR),
  /** chdir(2). */
  CHDIR(80, 49, Format.ADDRESS),
  /** chroot(2). */
  CHROOT(161, 51, Format.ADDRESS),
  /** fchmodat(2). */
  FCHMODAT(268, 53, Format.DESCRIPTOR, Format.ADDRESS, Format.OCTAL),
  /** fchmod(2). */
  FCHMOD(91, 52, Format.DESCRIPTOR, Format.OCTAL),
  /** fchownat(2). */
  FCHOWNAT(260, 54, Format.DESCRIPTOR, Format.ADDRESS, Format.DECIMAL, Format.DECIMAL, Flags.AT),
  /** fchown(2). */
  FCHOWN(93, 55, Format.DESCRIPTOR, Format.DECIMAL, Format.DECIMAL),
  /** mkdirat(2). */
  MKDIRAT(258, 34, Format.DESCRIPTOR, Format.ADDRESS, Format.OCTAL),
  /** mknodat(2). */
  MKNODAT(259, 33, Format.DESCRIPTOR, Format.ADDRESS, Format.OCTAL, Format.HEX),
  /** symlinkat(2). */
  SYMLINKAT(266, 36, Format.ADDRESS, Format.DESCRIPTOR, Format.ADDRESS),
  /** unlinkat(2). */
  UNLINKAT(263, 35, Format.DESCRIPTOR, Format.ADDRESS, Flags.AT),
  /** mount(2). */
  MOUNT(165, 40, Format.ADDRESS, Format.ADDRESS, Format.ADDRESS, Flags.MOUNT, Format.ADDRESS),
  /** umount2(2). */
  UMOUNT2(166, 39, Format.ADDRESS, Flags.UMOUNT),
  /** pivot_root(2). */
  PIVOT_ROOT(155, 41, Format.ADDRESS, Format.ADDRESS),
  /** fsopen(2). */
  FSOPEN(430, 430, Format.ADDRESS, Flags.FSOPEN),
  /** fsconfig(2). */
  FSCONFIG(
      431, 431, Format.DESCRIPTOR, Flags.FSCONFIG, Format.ADDRESS, Format.ADDRESS, Format.DECIMAL),
  /** fsmount(2). */
  FSMOUNT(432, 432, Format.DESCRIPTOR, Flags.FSMOUNT, Flags.MOUNT_ATTR),
  /** move_mount(2). */
  MOVE_MOUNT(
      429,
      429,
      Format.DESCRIPTOR,
      Format.ADDRESS,
      Format.DESCRIPTOR,
      Format.ADDRESS,
      Flags.MOVE_MOUNT),
  /** open_tree(2). */
  OPEN_TREE(428, 428, Format.DESCRIPTOR, Format.ADDRESS, Flags.OPEN_TREE_AT),
  /** mount_setattr(2). */
  MOUNT_SETATTR(
      442, 442, Format.DESCRIPTOR, Format.ADDRESS, Flags.AT, Format.ADDRESS, Format.DECIMAL),
  /** clone3(2). */
  CLONE3(435, 435, Format.ADDRESS, Format.DECIMAL),
  /** setns(2). */
  SETNS(308, 268, Format.DESCRIPTOR, Flags.CLONE),
  /** unshare(2). */
  UNSHARE(272, 97, Flags.CLONE),
  /** setsid(2). */
  SETSID(112, 157),
  /** dup3(2). */
  DUP3(292, 24, Format.DESCRIPTOR, Format.DESCRIPTOR, Flags.OPEN),
  /** ioctl(2). */
  IOCTL(16, 29, Format.DESCRIPTOR, Flags.IOCTL, Format.ADDRESS),
  /** sethostname(2). */
  SETHOSTNAME(170, 161, Format.ADDRESS, Format.DECIMAL),
  /** setdomainname(2). */
  SETDOMAINNAME(171, 162, Format.ADDRESS, Format.DECIMAL),
  /** prctl(2). */
  PRCTL(157, 167, Flags.PRCTL, Format.DECIMAL, Format.DECIMAL, Format.DECIMAL, Format.DECIMAL),
  /** capset(2). */
  CAPSET(126, 91, Format.ADDRESS, Format.ADDRESS),
  /** setgroups(2). */
  SETGROUPS(116, 159, Format.DECIMAL, Format.ADDRESS),
  /** setresuid(2). */
  SETRESUID(117, 147, Format.DECIMAL, Format.DECIMAL, Format.DECIMAL),
  /** setresgid(2). */
  SETRESGID(119, 149, Format.DECIMAL, Format.DECIMAL, Format.DECIMAL),
  /** seccomp(2). */
  SECCOMP(317, 277, Flags.SECCOMP, Flags.SECCOMP_FLAG, Format.ADDRESS),
  /** close_range(2). */
  CLOSE_RANGE(436, 436, Format.DECIMAL, Format.DESCRIPTOR_LIMIT, Flags.CLOSE_RANGE),
  /** execve(2). */
  EXECVE(59, 221, Format.ADDRESS, Format.ADDRESS, Format.ADDRESS),
  /** exit_group(2). */
  EXIT_GROUP(231, 94, Format.DECIMAL),
  /** faccessat(2), the call without flags. */
  FACCESSAT(269, 48, Format.DESCRIPTOR, Format.ADDRESS, Flags.ACCESS),
  /** faccessat2(2). */
  FACCESSAT2(439, 439, Format.DESCRIPTOR, Format.ADDRESS, Flags.ACCESS, Flags.AT),
  /** keyctl(2). */
  KEYCTL(250, 219, Flags.KEYCTL, Format.ADDRESS, Format.HEX),
  /** sendmsg(2). */
  SENDMSG(46, 211, Format.DESCRIPTOR, Format.ADDRESS, Format.DECIMAL),
  /** socket(2). */
  SOCKET(41, 198, Format.DECIMAL, Format.DECIMAL, Format.DECIMAL),
  /** pipe2(2). */
  PIPE2(293, 59, Format.ADDRESS, Flags.OPEN),
  /** ppoll(2). */
  PPOLL(271, 73, Format.ADDRESS, Format.DECIMAL, Format.ADDRESS, Format.DECIMAL, Format.DECIMAL),
  /** statx(2). */
  STATX(332, 291, Format.DESCRIPTOR, Format.ADDRESS, Flags.AT, Format.HEX, Format.ADDRESS),
  /** wait4(2). */
  WAIT4(61, 260, Format.DECIMAL, Format.ADDRESS, Format.DECIMAL, Format.ADDRESS),
  /** lseek(2). */
  LSEEK(8, 62, Format.DESCRIPTOR, Format.DECIMAL, Format.DECIMAL),
  /** pidfd_open(2). */
  PIDFD_OPEN(434, 434, Format.DECIMAL, Format.DECIMAL),
  /** fspick(2). */
  FSPICK(433, 433, Format.DESCRIPTOR, Format.ADDRESS, Format.HEX),
  /** waitid(2). */
  WAITID(247, 95, Flags.WAIT_ID, Format.DESCRIPTOR, Format.ADDRESS, Flags.WAIT, Format.DECIMAL),
  /** pidfd_send_signal(2). */
  PIDFD_SEND_SIGNAL(424, 424, Format.DESCRIPTOR, Format.DECIMAL, Format.ADDRESS, Format.DECIMAL),
  /** utimensat(2). */
  UTIMENSAT(280, 88, Format.DESCRIPTOR, Format.ADDRESS, Format.ADDRESS, Flags.AT),
  /** umask(2). */
  UMASK(95, 166, Format.OCTAL),
  /** getpid(2). */
  GETPID(39, 172),
  /** getppid(2). */
  GETPPID(110, 173),
  /** fcntl(2). */
  FCNTL(72, 25, Format.DESCRIPTOR, Format.DECIMAL, Format.DECIMAL),
  /** personality(2). */
  PERSONALITY(135, 92, Format.HEX),
  /** sched_setattr(2). */
  SCHED_SETATTR(314, 274, Format.DECIMAL, Format.ADDRESS, Format.DECIMAL),
  /** ioprio_set(2). */
  IOPRIO_SET(251, 30, Format.DECIMAL, Format.DECIMAL, Format.HEX),
  /** set_mempolicy(2). */
  SET_MEMPOLICY(238, 237, Flags.MEMORY_POLICY, Format.ADDRESS, Format.DECIMAL),
  /** sched_setaffinity(2). */
  SCHED_SETAFFINITY(203, 122, Format.DECIMAL, Format.DECIMAL, Format.ADDRESS),
  /** prlimit64(2). */
  PRLIMIT64(302, 261, Format.DECIMAL, Format.DECIMAL, Format.ADDRESS, Format.ADDRESS),
  /** getcwd(2). */
  GETCWD(79, 17, Format.ADDRESS, Format.DECIMAL),
  /** fgetxattr(2). */
  FGETXATTR(193, 10, Format.DESCRIPTOR, Format.ADDRESS, Format.ADDRESS, Format.DECIMAL),
  /** socketpair(2). */
  SOCKETPAIR(53, 199, Format.DECIMAL, Format.DECIMAL, Format.DECIMAL, Format.ADDRESS),
  /** recvmsg(2). */
  RECVMSG(47, 212, Format.DESCRIPTOR, Format.ADDRESS, Format.HEX),
  /** readlinkat(2). */
  READLINKAT(267, 78, Format.DESCRIPTOR, Format.ADDRESS, Format.ADDRESS, Format.DECIMAL),
  /** fstatfs(2). */
  FSTATFS(138, 44, Format.DESCRIPTOR, Format.ADDRESS),
  /** fsetxattr(2). */
  FSETXATTR(
      190, 7, Format.DESCRIPTOR, Format.ADDRESS, Format.ADDRESS, Format.DECIMAL, Format.DECIMAL);

  private final int x86;
  private final int aarch64;
  private final List<Format> formats;

  Syscall(int x86, int aarch64, Format... formats) {
    this.x86 = x86;
    this.aarch64 = aarch64;
    this.formats = List.of(formats);
  }

  /** The number of this call on an architecture, as in the kernel's unistd.h. */
  public int number(Architecture architecture) {
    return switch (architecture) {
      case X86_64 -> x86;
      case AARCH64 -> aarch64;
    };
  }

  /** How many arguments the call takes. */
  public int arity() {
    return formats.size();
  }

  /** How argument {@code index} is printed. */
  public Format format(int index) {
    return formats.get(index);
  }

  /** The name, as in the manual. */
  public String callName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
