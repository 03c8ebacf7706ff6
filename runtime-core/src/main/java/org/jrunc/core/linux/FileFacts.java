package org.jrunc.core.linux;

/**
 * What stat(2) says about a file.
 *
 * @param device the device it is on, {@code major << 32 | minor}
 * @param inode its inode number there
 * @param mode type and permission bits, inode(7)
 * @param uid its owner
 * @param gid its group
 * @param size in bytes
 * @param deviceMajor the major number of the device it is, or 0
 * @param deviceMinor the minor number of the device it is, or 0
 */
public record FileFacts(
    long device,
    long inode,
    int mode,
    int uid,
    int gid,
    long size,
    int deviceMajor,
    int deviceMinor) {
  private static final int TYPE = 0xf000;

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return (mode & TYPE) == 0x4000;
  }

  /** Whether it is a regular file. */
  public boolean isRegular() {
    return (mode & TYPE) == 0x8000;
  }

  /** Whether it is a symbolic link. */
  public boolean isSymbolicLink() {
    return (mode & TYPE) == 0xa000;
  }

  /** Whether it is a socket. */
  public boolean isSocket() {
    return (mode & TYPE) == 0xc000;
  }

  /** Whether it is a fifo. */
  public boolean isFifo() {
    return (mode & TYPE) == 0x1000;
  }

  /** Whether it is a character device. */
  public boolean isCharacterDevice() {
    return (mode & TYPE) == 0x2000;
  }

  /** Whether it is a block device. */
  public boolean isBlockDevice() {
    return (mode & TYPE) == 0x6000;
  }

  /** The permission bits, with set-user-id, set-group-id and sticky. */
  public int permissions() {
    return mode & 0xfff;
  }

  /** Whether both facts are about one file. */
  public boolean isSameFile(FileFacts other) {
    return device == other.device && inode == other.inode;
  }
}
