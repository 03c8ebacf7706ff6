package org.jrunc.core.abi;

/** The names of the flag words that programs pass to the kernel. */
public final class Flags {

  /** The flags of open(2) and openat2(2). */
  public static final FlagNames OPEN =
      FlagNames.flags()
          .with("O_WRONLY", Abi.O_WRONLY)
          .with("O_RDWR", Abi.O_RDWR)
          .with("O_CREAT", Abi.O_CREAT)
          .with("O_EXCL", Abi.O_EXCL)
          .with("O_NOCTTY", Abi.O_NOCTTY)
          .with("O_NONBLOCK", Abi.O_NONBLOCK)
          .with("O_CLOEXEC", Abi.O_CLOEXEC)
          .with("O_PATH", Abi.O_PATH)
          .with("O_RDONLY", 0);

  /** The how openat2(2) resolves a path. */
  public static final FlagNames RESOLVE =
      FlagNames.flags()
          .with("RESOLVE_NO_XDEV", Abi.RESOLVE_NO_XDEV)
          .with("RESOLVE_NO_MAGICLINKS", Abi.RESOLVE_NO_MAGICLINKS)
          .with("RESOLVE_NO_SYMLINKS", Abi.RESOLVE_NO_SYMLINKS)
          .with("RESOLVE_BENEATH", Abi.RESOLVE_BENEATH)
          .with("RESOLVE_IN_ROOT", Abi.RESOLVE_IN_ROOT);

  /** The flags of the *at family. */
  public static final FlagNames AT =
      FlagNames.flags()
          .with("AT_SYMLINK_NOFOLLOW", Abi.AT_SYMLINK_NOFOLLOW)
          .with("AT_EACCESS", Abi.AT_EACCESS)
          .with("AT_EMPTY_PATH", Abi.AT_EMPTY_PATH)
          .with("AT_RECURSIVE", Abi.AT_RECURSIVE);

  /** The flags of open_tree(2). */
  public static final FlagNames OPEN_TREE =
      FlagNames.flags()
          .with("OPEN_TREE_CLONE", Abi.OPEN_TREE_CLONE)
          .with("OPEN_TREE_CLOEXEC", Abi.OPEN_TREE_CLOEXEC);

  /** The flags of move_mount(2). */
  public static final FlagNames MOVE_MOUNT =
      FlagNames.flags()
          .with("MOVE_MOUNT_F_EMPTY_PATH", Abi.MOVE_MOUNT_F_EMPTY_PATH)
          .with("MOVE_MOUNT_T_EMPTY_PATH", Abi.MOVE_MOUNT_T_EMPTY_PATH);

  /** The flags of fsopen(2). */
  public static final FlagNames FSOPEN =
      FlagNames.flags().with("FSOPEN_CLOEXEC", Abi.FSOPEN_CLOEXEC);

  /** The flags of fsmount(2). */
  public static final FlagNames FSMOUNT =
      FlagNames.flags().with("FSMOUNT_CLOEXEC", Abi.FSMOUNT_CLOEXEC);

  /** The commands of fsconfig(2). */
  public static final FlagNames FSCONFIG =
      FlagNames.flags()
          .with("FSCONFIG_SET_FLAG", Abi.FSCONFIG_SET_FLAG)
          .with("FSCONFIG_SET_STRING", Abi.FSCONFIG_SET_STRING)
          .with("FSCONFIG_CMD_CREATE", Abi.FSCONFIG_CMD_CREATE)
          .with("FSCONFIG_CMD_RECONFIGURE", Abi.FSCONFIG_CMD_RECONFIGURE);

  /** The attributes of a mount, mount_setattr(2). */
  public static final FlagNames MOUNT_ATTR =
      FlagNames.flags()
          .with("MOUNT_ATTR__ATIME", Abi.MOUNT_ATTR__ATIME)
          .with("MOUNT_ATTR_RDONLY", Abi.MOUNT_ATTR_RDONLY)
          .with("MOUNT_ATTR_NOSUID", Abi.MOUNT_ATTR_NOSUID)
          .with("MOUNT_ATTR_NODEV", Abi.MOUNT_ATTR_NODEV)
          .with("MOUNT_ATTR_NOEXEC", Abi.MOUNT_ATTR_NOEXEC)
          .with("MOUNT_ATTR_NOATIME", Abi.MOUNT_ATTR_NOATIME)
          .with("MOUNT_ATTR_STRICTATIME", Abi.MOUNT_ATTR_STRICTATIME)
          .with("MOUNT_ATTR_NODIRATIME", Abi.MOUNT_ATTR_NODIRATIME)
          .with("MOUNT_ATTR_IDMAP", Abi.MOUNT_ATTR_IDMAP)
          .with("MOUNT_ATTR_NOSYMFOLLOW", Abi.MOUNT_ATTR_NOSYMFOLLOW);

  /** The propagation types of mount(2). */
  public static final FlagNames PROPAGATION =
      FlagNames.flags()
          .with("MS_UNBINDABLE", Abi.MS_UNBINDABLE)
          .with("MS_PRIVATE", Abi.MS_PRIVATE)
          .with("MS_SLAVE", Abi.MS_SLAVE)
          .with("MS_SHARED", Abi.MS_SHARED);

  /** The flags of umount2(2). */
  public static final FlagNames UMOUNT =
      FlagNames.flags()
          .with("MNT_DETACH", Abi.MNT_DETACH)
          .with("UMOUNT_NOFOLLOW", Abi.UMOUNT_NOFOLLOW);

  /** The flags of clone3(2), setns(2) and unshare(2). */
  public static final FlagNames CLONE =
      FlagNames.flags()
          .with("CLONE_FILES", Abi.CLONE_FILES)
          .with("CLONE_PIDFD", Abi.CLONE_PIDFD)
          .with("CLONE_INTO_CGROUP", Abi.CLONE_INTO_CGROUP)
          .with("CLONE_PARENT", Abi.CLONE_PARENT)
          .with("CLONE_NEWNS", Abi.CLONE_NEWNS)
          .with("CLONE_NEWCGROUP", Abi.CLONE_NEWCGROUP)
          .with("CLONE_NEWUTS", Abi.CLONE_NEWUTS)
          .with("CLONE_NEWIPC", Abi.CLONE_NEWIPC)
          .with("CLONE_NEWUSER", Abi.CLONE_NEWUSER)
          .with("CLONE_NEWPID", Abi.CLONE_NEWPID)
          .with("CLONE_NEWNET", Abi.CLONE_NEWNET)
          .with("CLONE_NEWTIME", Abi.CLONE_NEWTIME);

  /** The options of prctl(2). */
  public static final FlagNames PRCTL =
      FlagNames.flags()
          .with("PR_SET_PDEATHSIG", Abi.PR_SET_PDEATHSIG)
          .with("PR_SET_DUMPABLE", Abi.PR_SET_DUMPABLE)
          .with("PR_SET_KEEPCAPS", Abi.PR_SET_KEEPCAPS)
          .with("PR_CAPBSET_DROP", Abi.PR_CAPBSET_DROP)
          .with("PR_SET_NAME", Abi.PR_SET_NAME)
          .with("PR_SET_NO_NEW_PRIVS", Abi.PR_SET_NO_NEW_PRIVS)
          .with("PR_CAP_AMBIENT", Abi.PR_CAP_AMBIENT);

  /** The flags of close_range(2). */
  public static final FlagNames CLOSE_RANGE =
      FlagNames.flags().with("CLOSE_RANGE_CLOEXEC", Abi.CLOSE_RANGE_CLOEXEC);

  /** The flags of seccomp(2). */
  public static final FlagNames SECCOMP_FLAG =
      FlagNames.flags()
          .with("SECCOMP_FILTER_FLAG_TSYNC", Abi.SECCOMP_FILTER_FLAG_TSYNC)
          .with("SECCOMP_FILTER_FLAG_LOG", Abi.SECCOMP_FILTER_FLAG_LOG)
          .with("SECCOMP_FILTER_FLAG_SPEC_ALLOW", Abi.SECCOMP_FILTER_FLAG_SPEC_ALLOW)
          .with("SECCOMP_FILTER_FLAG_NEW_LISTENER", Abi.SECCOMP_FILTER_FLAG_NEW_LISTENER)
          .with("SECCOMP_FILTER_FLAG_TSYNC_ESRCH", Abi.SECCOMP_FILTER_FLAG_TSYNC_ESRCH)
          .with(
              "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV", Abi.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);

  /** The operations of seccomp(2). */
  public static final FlagNames SECCOMP =
      FlagNames.flags().with("SECCOMP_SET_MODE_FILTER", Abi.SECCOMP_SET_MODE_FILTER);

  /** The commands of keyctl(2). */
  public static final FlagNames KEYCTL =
      FlagNames.flags()
          .with("KEYCTL_JOIN_SESSION_KEYRING", Abi.KEYCTL_JOIN_SESSION_KEYRING)
          .with("KEYCTL_SETPERM", Abi.KEYCTL_SETPERM);

  /** The requests of ioctl(2). */
  public static final FlagNames IOCTL =
      FlagNames.flags()
          .with("TIOCSCTTY", Abi.TIOCSCTTY)
          .with("TIOCSWINSZ", Abi.TIOCSWINSZ)
          .with("TIOCSPTLCK", Abi.TIOCSPTLCK)
          .with("TIOCGPTPEER", Abi.TIOCGPTPEER)
          .with("SIOCSIFFLAGS", Abi.SIOCSIFFLAGS)
          .with("SIOCGIFFLAGS", Abi.SIOCGIFFLAGS)
          .with("SIOCSIFADDR", Abi.SIOCSIFADDR);

  /** The id types of waitid(2). */
  public static final FlagNames WAIT_ID = FlagNames.flags().with("P_PIDFD", Abi.P_PIDFD);

  /** The options of waitid(2). */
  public static final FlagNames WAIT =
      FlagNames.flags().with("WEXITED", Abi.WEXITED).with("WNOHANG", Abi.WNOHANG);

  /** The modes of access(2). */
  public static final FlagNames ACCESS =
      FlagNames.flags().with("F_OK", Abi.F_OK).with("X_OK", Abi.X_OK);

  /** The flags of open_tree(2), which mix two families. */
  public static final FlagNames OPEN_TREE_AT =
      FlagNames.flags()
          .with("OPEN_TREE_CLONE", Abi.OPEN_TREE_CLONE)
          .with("OPEN_TREE_CLOEXEC", Abi.OPEN_TREE_CLOEXEC)
          .with("AT_EMPTY_PATH", Abi.AT_EMPTY_PATH)
          .with("AT_SYMLINK_NOFOLLOW", Abi.AT_SYMLINK_NOFOLLOW)
          .with("AT_RECURSIVE", Abi.AT_RECURSIVE);

  /** The flags of old mounts, mount(2): propagation and MS_REC. */
  public static final FlagNames MOUNT =
      FlagNames.flags()
          .with("MS_REC", 0x4000)
          .with("MS_PRIVATE", Abi.MS_PRIVATE)
          .with("MS_SLAVE", Abi.MS_SLAVE)
          .with("MS_SHARED", Abi.MS_SHARED)
          .with("MS_UNBINDABLE", Abi.MS_UNBINDABLE);

  /** The modes of set_mempolicy(2) with their flags. */
  public static final FlagNames MEMORY_POLICY =
      FlagNames.flags()
          .with("MPOL_F_STATIC_NODES", 1 << 15)
          .with("MPOL_F_RELATIVE_NODES", 1 << 14)
          .with("MPOL_F_NUMA_BALANCING", 1 << 13)
          .with("MPOL_WEIGHTED_INTERLEAVE", 6)
          .with("MPOL_PREFERRED_MANY", 5)
          .with("MPOL_LOCAL", 4)
          .with("MPOL_INTERLEAVE", 3)
          .with("MPOL_BIND", 2)
          .with("MPOL_PREFERRED", 1)
          .with("MPOL_DEFAULT", 0);

  private Flags() {}
}
