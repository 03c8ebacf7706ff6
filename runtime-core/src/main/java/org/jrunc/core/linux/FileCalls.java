package org.jrunc.core.linux;

import java.nio.file.Path;

/** Files, directories and mounts. */
public interface FileCalls {
  /** Opens a file that exists, with {@link OpenFlags}: open(2). */
  default Fd open(Path path, int flags) {
    return open(path, flags, 0);
  }

  /** Opens a file, with {@link OpenFlags}; a new one gets {@code mode} less the umask: open(2). */
  Fd open(Path path, int flags, int mode);

  /** Opens a file in an open directory: openat(2). */
  Fd openAt(Fd directory, String name, int flags, int mode);

  /**
   * Opens a file below a directory for reading, as if the directory were the root of the file
   * system: no symbolic link leads out of it. openat2(2) with RESOLVE_IN_ROOT.
   */
  Fd openInRoot(Fd root, String path);

  /** Refers so to a file below a directory without opening it (O_PATH). */
  Fd openPathInRoot(Fd root, String path);

  /** Refers to a file without opening it (O_PATH), following symbolic links. */
  default Fd openPath(Path path) {
    return open(path, OpenFlags.PATH);
  }

  /** Reads what is there, at most the buffer; 0 at the end: read(2). */
  int read(Fd file, byte[] buffer);

  /** Reads at an offset, at most the buffer; 0 at the end: pread(2). */
  int readAt(Fd file, byte[] buffer, long offset);

  /** Writes all bytes: write(2), as often as it takes. */
  void write(Fd file, byte[] bytes);

  /** Sets the size in bytes: ftruncate(2). */
  void truncate(Fd file, long size);

  /** Returns when the content is on the disk: fsync(2). */
  void sync(Fd file);

  /** What stat(2) says, symbolic links followed. */
  FileFacts facts(Path path);

  /** What stat(2) says about the path itself, be it a symbolic link. */
  FileFacts factsOfLink(Path path);

  /** What stat(2) says about an open file. */
  FileFacts facts(Fd file);

  /** Whether the path leads to a file. Any reason why it does not, counts. */
  boolean exists(Path path);

  /** The magic number of the filesystem a path is on: {@code f_type} of statfs(2). */
  long filesystemType(Path path);

  /** The target of a symbolic link: readlink(2). */
  String readLink(Path path);

  /** Makes a directory with {@code mode} less the umask: mkdir(2). */
  void makeDirectory(Path path, int mode);

  /** Removes an empty directory: rmdir(2). */
  void removeDirectory(Path path);

  /** Removes a file that is not a directory: unlink(2). */
  void unlink(Path path);

  /** Removes a file that is not a directory, if it is there: unlink(2). */
  void unlinkIfPresent(Path path);

  /** Makes a fifo with {@code mode} less the umask: mkfifo(3). */
  void makeFifo(Path path, int mode);

  /** Makes a socket's file, at which nobody listens, with {@code mode} less the umask: mknod(2). */
  void makeSocket(Path path, int mode);

  /** Makes a symbolic link: symlink(2). */
  void makeLink(String target, Path path);

  /** Renames a file over whatever has the new name: rename(2). */
  void rename(Path from, Path to);

  /** Exchanges the names of two files, which must both be there: rename(2), RENAME_EXCHANGE. */
  void exchange(Path one, Path other);

  /** Changes the owner, of a symbolic link itself; -1 leaves one of them: lchown(2). */
  void changeOwner(Path path, int uid, int gid);

  /** Lets a terminal put out newlines as they are, not as CR LF: tcsetattr(3). */
  void keepNewlines(Fd terminal);

  /** Changes the owner of an open file; -1 leaves one of them: fchown(2). */
  void changeOwner(Fd file, int uid, int gid);

  /** Changes the permission bits, symbolic links followed: chmod(2). */
  void changeMode(Path path, int mode);

  /** Changes the permission bits of an open file: fchmod(2). */
  void changeMode(Fd file, int mode);

  /** Waits for the exclusive lock of an open file; closing the file lets go of it: flock(2). */
  void lock(Fd file);

  /** Takes the exclusive lock of an open file if nobody has it: flock(2). */
  boolean tryLock(Fd file);

  /** Lets go of the lock: flock(2). */
  void unlock(Fd file);

  /** An empty file in memory that can be read and written: memfd_create(2). */
  Fd memoryFile(String name);

  /**
   * A file in memory with this content, which nobody can change any more: memfd_create(2) with all
   * the seals of fcntl(2).
   *
   * @param name what /proc shows
   * @param executable whether it may be executed; if not it is sealed against that, where the
   *     kernel can (6.3)
   */
  Fd sealedFile(String name, byte[] content, boolean executable);

  /**
   * Mounts: mount(2).
   *
   * @param source a device, directory or word
   * @param type the filesystem, or empty
   * @param flags MS_* of mount(2)
   * @param data options of the filesystem, or empty
   */
  void mount(String source, Path target, String type, long flags, String data);

  /** Unmounts, with MNT_* flags: umount2(2). */
  void unmount(Path target, int flags);
}
