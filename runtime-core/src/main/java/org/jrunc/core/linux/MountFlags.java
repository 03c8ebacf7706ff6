package org.jrunc.core.linux;

import org.jrunc.core.abi.FlagNames;

/** The names of the flags of mount(2), from {@code linux/mount.h}. */
final class MountFlags {
  static final FlagNames NAMES =
      FlagNames.flags()
          .with("MS_RDONLY", 0x1)
          .with("MS_NOSUID", 0x2)
          .with("MS_NODEV", 0x4)
          .with("MS_NOEXEC", 0x8)
          .with("MS_SYNCHRONOUS", 0x10)
          .with("MS_REMOUNT", 0x20)
          .with("MS_MANDLOCK", 0x40)
          .with("MS_DIRSYNC", 0x80)
          .with("MS_NOSYMFOLLOW", 0x100)
          .with("MS_NOATIME", 0x400)
          .with("MS_NODIRATIME", 0x800)
          .with("MS_BIND", 0x1000)
          .with("MS_MOVE", 0x2000)
          .with("MS_REC", 0x4000)
          .with("MS_SILENT", 0x8000)
          .with("MS_UNBINDABLE", 0x20000)
          .with("MS_PRIVATE", 0x40000)
          .with("MS_SLAVE", 0x80000)
          .with("MS_SHARED", 0x100000)
          .with("MS_RELATIME", 0x200000)
          .with("MS_STRICTATIME", 0x1000000)
          .with("MS_LAZYTIME", 0x2000000);

  private MountFlags() {}
}
