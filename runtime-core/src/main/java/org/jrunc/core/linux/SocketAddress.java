package org.jrunc.core.linux;

import java.nio.file.Path;
import org.jrunc.core.abi.Abi;
import org.jrunc.core.linux.binding.Block;
import org.jrunc.core.linux.binding.Layouts.SockaddrUn;
import org.jrunc.core.linux.binding.LibC;

/**
 * Addresses of local sockets, unix(7). A path that begins with {@code @} is a name in the abstract
 * namespace.
 */
final class SocketAddress {
  private static final int MAX_PATH = SockaddrUn.SIZE - SockaddrUn.PATH;

  private SocketAddress() {}

  /** What is done with an address. */
  interface Use {
    /** Uses a socket with an address of so many bytes. */
    void apply(Fd socket, Block address, int length);
  }

  /** Uses the socket with the address of a path, and returns it; closes it if that fails. */
  static Fd with(Path path, Fd socket, Use use) {
    try {
      if (Call.bytes(path).length <= MAX_PATH) {
        apply(socket, path, use);
      } else {
        applyThroughDirectory(socket, path, use);
      }
      return socket;
    } catch (RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  // A longer path is reached through its open directory, whose name in /proc is short.
  private static void applyThroughDirectory(Fd socket, Path path, Use use) {
    var parent = path.getParent();
    var directory = parent == null ? Path.of(".") : parent;
    byte[] name = Call.bytes(directory);
    int flags = Abi.O_PATH | Abi.O_CLOEXEC | OpenFlags.DIRECTORY;
    long fd = Call.result(() -> LibC.openat(Abi.AT_FDCWD, name, flags, 0));
    Call.check(fd, "open `" + directory + "`", "open", directory);
    try (var open = Fd.owned((int) fd)) {
      apply(socket, Path.of("/proc/self/fd/" + open.number()).resolve(path.getFileName()), use);
    }
  }

  private static void apply(Fd socket, Path path, Use use) {
    byte[] bytes = Call.bytes(path);
    try (var address = Block.of(Math.max(SockaddrUn.SIZE, SockaddrUn.PATH + bytes.length))) {
      address.putShort(SockaddrUn.FAMILY, Abi.AF_UNIX);
      boolean named = bytes[0] == '@';
      bytes[0] = named ? 0 : bytes[0];
      address.putBytes(SockaddrUn.PATH, bytes);
      // A last component that is too long by itself makes the kernel say EINVAL. The NUL at the
      // end is no part of an abstract name.
      use.apply(socket, address, SockaddrUn.PATH + bytes.length - (named ? 1 : 0));
    }
  }
}
