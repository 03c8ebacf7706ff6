package org.jrunc.core.linux;

import static org.jrunc.core.abi.Abi.AT_FDCWD;
import static org.jrunc.core.linux.Call.bytes;
import static org.jrunc.core.linux.Call.check;
import static org.jrunc.core.linux.Call.is;
import static org.jrunc.core.linux.Call.quote;
import static org.jrunc.core.linux.Call.result;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.abi.Flags;
import org.jrunc.core.abi.Format;
import org.jrunc.core.linux.Call.Argument;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.Layouts.Statfs;
import org.jrunc.core.linux.binding.Layouts.Statx;
import org.jrunc.core.linux.binding.LibC;
import org.jrunc.core.linux.binding.LibCRest;

/** Files, directories and mounts, through the C library. */
interface NativeFileCalls extends FileCalls {
  int REMOVE_DIRECTORY = 0x200;
  int BASIC_STATS = 0x7ff;
  int EXCLUSIVE = 2;
  int NON_BLOCKING = 4;
  int UNLOCK = 8;
  int PATH_MAX = 4096;
  int OPENAT2 = 437;
  int MOST_TRIES = 128;
  int OPEN_HOW_SIZE = 24;
  int RESOLVE_OFFSET = 16;
  int RENAME_EXCHANGE = 2;
  int TERMIOS_SIZE = 60;
  int OUTPUT_MODES = 4;
  int ONLCR = 4;
  int TCSANOW = 0;

  @Override
  default Fd open(Path path, int flags, int mode) {
    byte[] name = bytes(path);
    int all = flags | Abi.O_CLOEXEC;
    long fd = result(() -> LibC.openat(AT_FDCWD, name, all, mode));
    return Fd.owned((int) check(fd, "open `" + path + "`", "open", path, open(all), octal(mode)));
  }

  @Override
  default Fd openAt(Fd directory, String name, int flags, int mode) {
    byte[] bytes = bytes(name);
    int all = flags | Abi.O_CLOEXEC;
    long fd = result(() -> LibC.openat(directory.number(), bytes, all, mode));
    var what = "open `" + name + "`";
    return Fd.owned(
        (int) check(fd, what, "openat", directory, Path.of(name), open(all), octal(mode)));
  }

  @Override
  default Fd openInRoot(Fd root, String path) {
    return openInRoot(root, path, Abi.O_CLOEXEC | Abi.O_NONBLOCK | Abi.O_NOCTTY);
  }

  @Override
  default Fd openPathInRoot(Fd root, String path) {
    return openInRoot(root, path, Abi.O_CLOEXEC | Abi.O_PATH);
  }

  private Fd openInRoot(Fd root, String path, int flags) {
    byte[] name = bytes(path);
    try (var memory = Block.of(OPEN_HOW_SIZE + name.length)) {
      memory.putLong(0, flags);
      memory.putLong(RESOLVE_OFFSET, Abi.RESOLVE_IN_ROOT | Abi.RESOLVE_NO_MAGICLINKS);
      memory.putBytes(OPEN_HOW_SIZE, name);
      long how = memory.address(0);
      long file = memory.address(OPEN_HOW_SIZE);
      long fd;
      int tries = 0;
      do {
        fd = result(() -> LibC.syscall(OPENAT2, root.number(), file, how, OPEN_HOW_SIZE, 0, 0));
        // Something was renamed or mounted somewhere while a `..` was walked: openat2(2).
      } while (fd == -Errno.EAGAIN.number() && tries++ < MOST_TRIES);
      return Fd.owned(
          (int) check(fd, "open `" + path + "`", "openat2", root, Path.of(path), open(flags)));
    }
  }

  @Override
  default int read(Fd file, byte[] buffer) {
    long count = result(() -> LibC.read(file.number(), buffer, buffer.length));
    return (int) check(count, "read", "read", file, "buffer", buffer.length);
  }

  @Override
  default int readAt(Fd file, byte[] buffer, long offset) {
    long count = result(() -> LibC.pread(file.number(), buffer, buffer.length, offset));
    return (int) check(count, "read", "pread", file, "buffer", buffer.length, offset);
  }

  @Override
  default void write(Fd file, byte[] bytes) {
    int done = 0;
    while (done < bytes.length) {
      byte[] rest = done == 0 ? bytes : Arrays.copyOfRange(bytes, done, bytes.length);
      long count = result(() -> LibC.write(file.number(), rest, rest.length));
      done += (int) check(count, "write", "write", file, "buffer", rest.length);
    }
  }

  @Override
  default void truncate(Fd file, long size) {
    long done = result(() -> LibCRest.ftruncate(file.number(), size));
    check(done, "set the size of a file", "ftruncate", file, size);
  }

  @Override
  default void sync(Fd file) {
    check(result(() -> LibC.fsync(file.number())), "sync a file", "fsync", file);
  }

  @Override
  default FileFacts facts(Path path) {
    return statx(AT_FDCWD, bytes(path), 0, "`" + path + "`", path);
  }

  @Override
  default FileFacts factsOfLink(Path path) {
    return statx(AT_FDCWD, bytes(path), Abi.AT_SYMLINK_NOFOLLOW, "`" + path + "`", path);
  }

  @Override
  default FileFacts facts(Fd file) {
    return statx(file.number(), new byte[1], Abi.AT_EMPTY_PATH, file.toString(), quote(""));
  }

  private FileFacts statx(int directory, byte[] path, int flags, String name, Object shown) {
    try (var statx = Block.of(Statx.SIZE)) {
      long done = result(() -> LibC.statx(directory, path, flags, BASIC_STATS, statx.pointer()));
      check(
          done,
          "stat " + name,
          "statx",
          new Argument(Format.DESCRIPTOR, directory),
          shown,
          new Argument(Flags.AT, flags),
          "STATX_BASIC_STATS");
      return new FileFacts(
          Integer.toUnsignedLong(statx.getInt(Statx.DEV_MAJOR)) << 32
              | Integer.toUnsignedLong(statx.getInt(Statx.DEV_MINOR)),
          statx.getLong(Statx.INO),
          Short.toUnsignedInt(statx.getShort(Statx.MODE)),
          statx.getInt(Statx.UID),
          statx.getInt(Statx.GID),
          statx.getLong(Statx.FILE_SIZE),
          statx.getInt(Statx.RDEV_MAJOR),
          statx.getInt(Statx.RDEV_MINOR));
    }
  }

  @Override
  default boolean exists(Path path) {
    byte[] name = bytes(path);
    try (var statx = Block.of(Statx.SIZE)) {
      return result(() -> LibC.statx(AT_FDCWD, name, 0, BASIC_STATS, statx.pointer())) == 0;
    }
  }

  @Override
  default long filesystemType(Path path) {
    byte[] name = bytes(path);
    try (var statfs = Block.of(Statfs.SIZE)) {
      long done = result(() -> LibCRest.statfs(name, statfs.pointer()));
      check(done, "find the filesystem of `" + path + "`", "statfs", path);
      return statfs.getLong(Statfs.TYPE);
    }
  }

  @Override
  default String readLink(Path path) {
    byte[] name = bytes(path);
    byte[] target = new byte[PATH_MAX];
    long length = result(() -> LibC.readlinkat(AT_FDCWD, name, target, target.length));
    check(length, "read the symbolic link `" + path + "`", "readlink", path);
    return new String(target, 0, (int) length, StandardCharsets.UTF_8);
  }

  @Override
  default void makeDirectory(Path path, int mode) {
    byte[] name = bytes(path);
    long done = result(() -> LibC.mkdirat(AT_FDCWD, name, mode));
    check(done, "make directory `" + path + "`", "mkdir", path, octal(mode));
  }

  @Override
  default void removeDirectory(Path path) {
    byte[] name = bytes(path);
    long done = result(() -> LibC.unlinkat(AT_FDCWD, name, REMOVE_DIRECTORY));
    check(done, "remove directory `" + path + "`", "rmdir", path);
  }

  @Override
  default void unlink(Path path) {
    byte[] name = bytes(path);
    long done = result(() -> LibC.unlinkat(AT_FDCWD, name, 0));
    check(done, "remove `" + path + "`", "unlink", path);
  }

  @Override
  default void unlinkIfPresent(Path path) {
    byte[] name = bytes(path);
    long done = result(() -> LibC.unlinkat(AT_FDCWD, name, 0));
    if (!is(done, Errno.ENOENT)) {
      check(done, "remove `" + path + "`", "unlink", path);
    }
  }

  @Override
  default void makeFifo(Path path, int mode) {
    byte[] name = bytes(path);
    long done = result(() -> LibCRest.mknodat(AT_FDCWD, name, Abi.S_IFIFO | mode, 0));
    check(done, "make fifo `" + path + "`", "mkfifo", path, octal(mode));
  }

  @Override
  default void makeSocket(Path path, int mode) {
    byte[] name = bytes(path);
    long done = result(() -> LibCRest.mknodat(AT_FDCWD, name, Abi.S_IFSOCK | mode, 0));
    check(done, "make socket `" + path + "`", "mknod", path, "S_IFSOCK|" + octal(mode));
  }

  @Override
  default void makeLink(String target, Path path) {
    byte[] content = bytes(target);
    byte[] name = bytes(path);
    long done = result(() -> LibCRest.symlinkat(content, AT_FDCWD, name));
    check(done, "make symbolic link `" + path + "`", "symlink", quote(target), path);
  }

  @Override
  default void rename(Path from, Path to) {
    byte[] oldName = bytes(from);
    byte[] newName = bytes(to);
    long done = result(() -> LibC.renameat(AT_FDCWD, oldName, AT_FDCWD, newName));
    check(done, "rename `" + from + "` to `" + to + "`", "rename", from, to);
  }

  @Override
  default void exchange(Path one, Path other) {
    byte[] name = bytes(one);
    byte[] otherName = bytes(other);
    long done =
        result(() -> LibCRest.renameat2(AT_FDCWD, name, AT_FDCWD, otherName, RENAME_EXCHANGE));
    var what = "exchange `" + one + "` and `" + other + "`";
    check(done, what, "renameat2", "AT_FDCWD", one, "AT_FDCWD", other, "RENAME_EXCHANGE");
  }

  @Override
  default void changeOwner(Path path, int uid, int gid) {
    byte[] name = bytes(path);
    int flags = Abi.AT_SYMLINK_NOFOLLOW;
    long done = result(() -> LibCRest.fchownat(AT_FDCWD, name, uid, gid, flags));
    check(done, "change the owner of `" + path + "`", "lchown", path, uid, gid);
  }

  @Override
  default void changeOwner(Fd file, int uid, int gid) {
    long done = result(() -> LibCRest.fchown(file.number(), uid, gid));
    check(done, "change the owner of a file", "fchown", file, uid, gid);
  }

  @Override
  default void keepNewlines(Fd terminal) {
    var settings = ByteBuffer.allocate(TERMIOS_SIZE).order(ByteOrder.nativeOrder());
    long done = result(() -> LibCRest.tcgetattr(terminal.number(), settings.array()));
    check(done, "read the settings of a terminal", "tcgetattr", terminal);
    settings.putInt(OUTPUT_MODES, settings.getInt(OUTPUT_MODES) & ~ONLCR);
    done = result(() -> LibCRest.tcsetattr(terminal.number(), TCSANOW, settings.array()));
    check(done, "change the settings of a terminal", "tcsetattr", terminal, TCSANOW);
  }

  @Override
  default void changeMode(Path path, int mode) {
    byte[] name = bytes(path);
    long done = result(() -> LibCRest.fchmodat(AT_FDCWD, name, mode, 0));
    check(done, "change the mode of `" + path + "`", "chmod", path, octal(mode));
  }

  @Override
  default void changeMode(Fd file, int mode) {
    long done = result(() -> LibCRest.fchmod(file.number(), mode));
    check(done, "change the mode of a file", "fchmod", file, octal(mode));
  }

  @Override
  default void lock(Fd file) {
    long done = result(() -> LibC.flock(file.number(), EXCLUSIVE));
    check(done, "lock a file", "flock", file, "LOCK_EX");
  }

  @Override
  default boolean tryLock(Fd file) {
    long done = result(() -> LibC.flock(file.number(), EXCLUSIVE | NON_BLOCKING));
    if (is(done, Errno.EAGAIN)) {
      return false;
    }
    check(done, "lock a file", "flock", file, "LOCK_EX|LOCK_NB");
    return true;
  }

  @Override
  default void unlock(Fd file) {
    check(
        result(() -> LibC.flock(file.number(), UNLOCK)), "unlock a file", "flock", file, "LOCK_UN");
  }

  @Override
  default Fd memoryFile(String name) {
    return MemoryFiles.create(name);
  }

  @Override
  default Fd sealedFile(String name, byte[] content, boolean executable) {
    return MemoryFiles.sealed(this, name, content, executable);
  }

  @Override
  default void mount(String source, Path target, String type, long flags, String data) {
    byte[] from = bytes(source);
    byte[] to = bytes(target);
    byte[] kind = bytes(type);
    byte[] options = bytes(data);
    long done = result(() -> LibCRest.mount(from, to, kind, flags, options));
    check(
        done,
        "mount " + (type.isEmpty() ? "`" + source + "`" : type) + " on `" + target + "`",
        "mount",
        quote(source),
        target,
        quote(type),
        new Argument(MountFlags.NAMES, flags),
        quote(data));
  }

  @Override
  default void unmount(Path target, int flags) {
    byte[] name = bytes(target);
    long done = result(() -> LibCRest.umount2(name, flags));
    check(done, "unmount `" + target + "`", "umount2", target, new Argument(Flags.UMOUNT, flags));
  }

  private static Argument open(int flags) {
    return new Argument(OpenFlags.NAMES, flags);
  }

  private static Argument octal(int mode) {
    return new Argument(Format.OCTAL, mode);
  }
}
