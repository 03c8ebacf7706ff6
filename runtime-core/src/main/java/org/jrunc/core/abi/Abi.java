package org.jrunc.core.abi;

/**
 * Constants of the Linux system-call interface under their C names, as in the kernel's uapi
 * headers. Those whose value differs between architectures are not here.
 */
public final class Abi {
  /** The directory argument that stands for the working directory, openat(2). */
  public static final int AT_FDCWD = -100;

  /** A signal number: kill, signal(7). */
  public static final int SIGKILL = 9;

  /** The largest descriptor number, for close_range(2). */
  public static final long MAX_DESCRIPTOR = 0xffff_ffffL;

  /** The version of the capability ABI with 64 bits, capset(2). */
  public static final int LINUX_CAPABILITY_VERSION_3 = 0x2008_0522;

  /** Command of PR_CAP_AMBIENT that raises one capability, prctl(2). */
  public static final int PR_CAP_AMBIENT_RAISE = 2;

  /** Command of PR_CAP_AMBIENT that clears the whole set, prctl(2). */
  public static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

  /** File type of a fifo, inode(7). */
  public static final int S_IFIFO = 0x1000;

  public static final int S_IFSOCK = 0xc000;

  /** File type of a character device, inode(7). */
  public static final int S_IFCHR = 0x2000;

  /** File type of a block device, inode(7). */
  public static final int S_IFBLK = 0x6000;

  /** File type of a regular file, inode(7). */
  public static final int S_IFREG = 0x8000;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_RDONLY = 0;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_WRONLY = 1;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_RDWR = 2;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_CREAT = 0x40;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_EXCL = 0x80;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_NOCTTY = 0x100;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_NONBLOCK = 0x800;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_CLOEXEC = 0x80000;

  /** Of the flags of open(2) and openat2(2). */
  public static final int O_PATH = 0x200000;

  /** Of the how openat2(2) resolves a path. */
  public static final int RESOLVE_NO_XDEV = 1;

  /** Of the how openat2(2) resolves a path. */
  public static final int RESOLVE_NO_MAGICLINKS = 2;

  /** Of the how openat2(2) resolves a path. */
  public static final int RESOLVE_NO_SYMLINKS = 4;

  /** Of the how openat2(2) resolves a path. */
  public static final int RESOLVE_BENEATH = 8;

  /** Of the how openat2(2) resolves a path. */
  public static final int RESOLVE_IN_ROOT = 0x10;

  /** Of the flags of the *at family. */
  public static final int AT_SYMLINK_NOFOLLOW = 0x100;

  /** Of the flags of the *at family. */
  public static final int AT_EACCESS = 0x200;

  /** Of the flags of the *at family. */
  public static final int AT_EMPTY_PATH = 0x1000;

  /** Of the flags of the *at family. */
  public static final int AT_RECURSIVE = 0x8000;

  /** Of the flags of open_tree(2). */
  public static final int OPEN_TREE_CLONE = 1;

  /** Of the flags of open_tree(2). */
  public static final int OPEN_TREE_CLOEXEC = 0x80000;

  /** Of the flags of move_mount(2). */
  public static final int MOVE_MOUNT_F_EMPTY_PATH = 4;

  /** Of the flags of move_mount(2). */
  public static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;

  /** Of the flags of fsopen(2). */
  public static final int FSOPEN_CLOEXEC = 1;

  /** Of the flags of fsmount(2). */
  public static final int FSMOUNT_CLOEXEC = 1;

  /** Of the commands of fsconfig(2). */
  public static final int FSCONFIG_SET_FLAG = 0;

  /** Of the commands of fsconfig(2). */
  public static final int FSCONFIG_SET_STRING = 1;

  /** Of the commands of fsconfig(2). */
  public static final int FSCONFIG_CMD_CREATE = 6;

  /** Of the commands of fsconfig(2). */
  public static final int FSCONFIG_CMD_RECONFIGURE = 7;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_RDONLY = 1;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_NOSUID = 2;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_NODEV = 4;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_NOEXEC = 8;

  /** Of the mask of the access-time attributes of a mount. */
  public static final int MOUNT_ATTR__ATIME = 0x70;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_RELATIME = 0;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_NOATIME = 0x10;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_STRICTATIME = 0x20;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_NODIRATIME = 0x80;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_IDMAP = 0x100000;

  /** Of the attributes of a mount, mount_setattr(2). */
  public static final int MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

  /** Of the propagation types of mount(2). */
  public static final int MS_UNBINDABLE = 0x20000;

  /** Of the propagation types of mount(2). */
  public static final int MS_PRIVATE = 0x40000;

  /** Of the propagation types of mount(2). */
  public static final int MS_SLAVE = 0x80000;

  /** Of the propagation types of mount(2). */
  public static final int MS_SHARED = 0x100000;

  /** Of the flags of umount2(2). */
  public static final int MNT_DETACH = 2;

  /** Of the flags of umount2(2). */
  public static final int UMOUNT_NOFOLLOW = 8;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_FILES = 0x400;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_PIDFD = 0x1000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_PARENT = 0x8000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWNS = 0x20000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWCGROUP = 0x2000000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWUTS = 0x4000000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWIPC = 0x8000000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWUSER = 0x10000000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWPID = 0x20000000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWNET = 0x40000000;

  /** Of the flags of clone3(2), setns(2) and unshare(2). */
  public static final int CLONE_NEWTIME = 0x80;

  /** Of the options of prctl(2). */
  public static final int PR_SET_PDEATHSIG = 1;

  /** Of the options of prctl(2). */
  public static final int PR_SET_DUMPABLE = 4;

  /** Of the options of prctl(2). */
  public static final int PR_SET_KEEPCAPS = 8;

  /** Of the options of prctl(2). */
  public static final int PR_CAPBSET_DROP = 0x18;

  /** Of the options of prctl(2). */
  public static final int PR_SET_NAME = 0xf;

  /** Of the options of prctl(2). */
  public static final int PR_SET_NO_NEW_PRIVS = 0x26;

  /** Of the options of prctl(2). */
  public static final int PR_CAP_AMBIENT = 0x2f;

  /** Of the flags of close_range(2). */
  public static final int CLOSE_RANGE_CLOEXEC = 4;

  /** Of the flags of seccomp(2). */
  public static final int SECCOMP_FILTER_FLAG_TSYNC = 1;

  /** Of the flags of seccomp(2). */
  public static final int SECCOMP_FILTER_FLAG_LOG = 2;

  /** Of the flags of seccomp(2). */
  public static final int SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;

  /** Of the flags of seccomp(2). */
  public static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;

  /** Of the flags of seccomp(2). */
  public static final int SECCOMP_FILTER_FLAG_TSYNC_ESRCH = 0x10;

  /** Of the flags of seccomp(2). */
  public static final int SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV = 0x20;

  /** Of the operations of seccomp(2). */
  public static final int SECCOMP_SET_MODE_FILTER = 1;

  /** Of the commands of keyctl(2). */
  public static final int KEYCTL_JOIN_SESSION_KEYRING = 1;

  /** Of the commands of keyctl(2). */
  public static final int KEYCTL_SETPERM = 5;

  /** Of the requests of ioctl(2). */
  public static final int TIOCSCTTY = 0x540e;

  /** Of the requests of ioctl(2). */
  public static final int TIOCSWINSZ = 0x5414;

  /** Of the requests of ioctl(2). */
  public static final int TIOCSPTLCK = 0x40045431;

  /** Of the requests of ioctl(2). */
  public static final int TIOCGPTPEER = 0x5441;

  /** Of the requests of ioctl(2). */
  public static final int SIOCSIFFLAGS = 0x8914;

  /** Of the requests of ioctl(2). */
  public static final int SIOCGIFFLAGS = 0x8913;

  /** Of the requests of ioctl(2). */
  public static final int SIOCSIFADDR = 0x8916;

  /** Of the id types of waitid(2). */
  public static final int P_PIDFD = 3;

  /** Of the commands of fcntl(2). */
  public static final int F_SETFL = 4;

  public static final int F_DUPFD_CLOEXEC = 1030;

  /** Of the options of waitid(2). */
  public static final int WEXITED = 4;

  /** Of the options of waitid(2). */
  public static final int WNOHANG = 1;

  /** How long a path may be, with its NUL byte, limits.h. */
  public static final int PATH_MAX = 4096;

  /** Of the modes of access(2). */
  public static final int F_OK = 0;

  /** Of the modes of access(2). */
  public static final int X_OK = 1;

  /** Of the socket constants. */
  public static final int AF_UNIX = 1;

  /** Of the socket constants. */
  public static final int AF_INET = 2;

  /** Of the socket constants. */
  public static final int SOCK_DGRAM = 2;

  /** socket(2). */
  public static final int SOCK_RAW = 3;

  /** netlink(7). */
  public static final int AF_NETLINK = 16;

  /** netlink(7). */
  public static final int NETLINK_ROUTE = 0;

  /** Of the socket constants. */
  public static final int SOCK_STREAM = 1;

  /** Of the flags of recvmsg(2). */
  public static final int MSG_CMSG_CLOEXEC = 0x40000000;

  /** Of the socket constants. */
  public static final int SOCK_CLOEXEC = 0x80000;

  /** Of the socket constants. */
  public static final int SOL_SOCKET = 1;

  /** Of the socket constants. */
  public static final int SCM_RIGHTS = 1;

  /** Of the socket constants. */
  public static final int SCM_CREDENTIALS = 2;

  /** Of the flags of clone3(2): the child is born in a cgroup of the unified hierarchy. */
  public static final long CLONE_INTO_CGROUP = 0x2_0000_0000L;

  private Abi() {}
}
