package org.jrunc.core.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.FileFacts;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.OpenFlags;

/**
 * Copies the content of a directory of an image into a tmpfs: files, links, directories, fifos and
 * sockets with owner and mode, files with their time. Every file of the image is opened below the
 * descriptor of its directory and never through a symbolic link, so that nothing outside is read or
 * changed, whatever somebody does to the image meanwhile. The tmpfs is not mounted anywhere yet.
 */
final class TreeCopy {
  private static final int BUFFER = 65_536;
  private static final int PRIVATE_DIRECTORY = 0700;
  private static final int PRIVATE_FILE = 0600;
  private static final int PLACES = Path.of("/proc/self/fd/0/.").getNameCount();
  private static final int PLACE = OpenFlags.PATH | OpenFlags.NO_FOLLOW;

  private final Kernel kernel;
  private final Inhabitant inhabitant;
  private final byte[] buffer = new byte[BUFFER];

  /** Copies as a process of the container would. */
  TreeCopy(Kernel kernel, Inhabitant inhabitant) {
    this.kernel = kernel;
    this.inhabitant = inhabitant;
  }

  /** Copies and closes both. */
  void copy(Fd directory, Fd tmpfs) {
    try (directory;
        tmpfs) {
      var to = pathOf(tmpfs).resolve(".");
      var root = kernel.factsOfLink(to);
      kernel.changeOwner(to, inhabitant.uid(), inhabitant.gid());
      kernel.changeMode(to, PRIVATE_DIRECTORY);
      copyContent(directory, to);
      kernel.changeOwner(to, root.uid(), root.gid());
      kernel.changeMode(to, root.permissions());
    } catch (IOException e) {
      throw new HostFailure("cannot copy the content of a directory to a tmpfs: " + e.getMessage());
    }
  }

  private void copyContent(Fd from, Path to) throws IOException {
    for (var name : names(from)) {
      var target = to.resolve(name);
      try (var source = kernel.openAt(from, name, PLACE, 0)) {
        copyEntry(from, name, source, target);
      } catch (SyscallFailure e) {
        throw refusal(target, Errno.textOf(e.errno()));
      }
    }
  }

  /** All of them at once, so that deep trees need one descriptor a level. */
  private static List<String> names(Fd directory) throws IOException {
    var names = new ArrayList<String>();
    try (var entries = Files.newDirectoryStream(pathOf(directory).resolve("."))) {
      for (var entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    }
    return names;
  }

  private void copyEntry(Fd from, String name, Fd source, Path target) throws IOException {
    var facts = kernel.facts(source);
    if (facts.isSymbolicLink()) {
      var content = kernel.readLink(pathOf(from).resolve(name));
      inhabitant.act(() -> kernel.makeLink(content, target));
      own(target, facts);
      return;
    }
    if (facts.isDirectory()) {
      requireAccess(target, facts);
      // Whoever makes something in it must own it.
      inhabitant.act(() -> kernel.makeDirectory(target, PRIVATE_DIRECTORY));
      copyContent(source, target);
    } else if (facts.isRegular()) {
      requireAccess(target, facts);
      copyFile(source, target);
    } else if (facts.isFifo()) {
      inhabitant.act(() -> kernel.makeFifo(target, PRIVATE_FILE));
    } else if (facts.isSocket()) {
      inhabitant.act(() -> kernel.makeSocket(target, PRIVATE_FILE));
    } else {
      // On a mount without nodev it could be used, while that of the image perhaps cannot.
      throw refusal(target, "it is a device");
    }
    own(target, facts);
    kernel.changeMode(target, facts.permissions());
    if (facts.isRegular()) {
      Files.setLastModifiedTime(target, Files.getLastModifiedTime(pathOf(source)));
    }
  }

  private void copyFile(Fd source, Path target) {
    int flags = OpenFlags.WRITE | OpenFlags.CREATE | OpenFlags.EXCLUSIVE;
    inhabitant.act(() -> kernel.open(target, flags, PRIVATE_FILE).close());
    try (var in = kernel.open(pathOf(source), OpenFlags.READ);
        var out = kernel.open(target, OpenFlags.WRITE)) {
      int count = kernel.read(in, buffer);
      while (count > 0) {
        kernel.write(out, count == buffer.length ? buffer : java.util.Arrays.copyOf(buffer, count));
        count = kernel.read(in, buffer);
      }
    }
  }

  private void own(Path target, FileFacts facts) {
    var owner = inhabitant.ownerOf(facts);
    if (owner.isEmpty()) {
      throw refusal(target, "its owner has no id in the user namespace");
    }
    kernel.changeOwner(target, owner.get().uid(), owner.get().gid());
  }

  private void requireAccess(Path target, FileFacts facts) {
    if (!inhabitant.mayRead(facts)) {
      throw refusal(target, Errno.textOf(Errno.EACCES.number()));
    }
  }

  /** Named by its path in the directory, which begins behind that of the descriptor. */
  private static HostFailure refusal(Path target, String cause) {
    var path = target.subpath(PLACES, target.getNameCount());
    return new HostFailure("cannot copy `" + path + "` to a tmpfs: " + cause);
  }

  private static Path pathOf(Fd fd) {
    return Path.of("/proc/self/fd/" + fd.number());
  }
}
