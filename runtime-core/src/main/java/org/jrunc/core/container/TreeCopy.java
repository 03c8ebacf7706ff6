package org.jrunc.core.container;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.FileFacts;
import org.jrunc.core.linux.Kernel;

/**
 * Copies the content of a directory of an image into a tmpfs: files, links and directories with
 * owner, mode and times. Both ends are named by descriptors; symbolic links are copied, not
 * followed.
 */
final class TreeCopy {
  private final Kernel kernel;

  TreeCopy(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Copies and closes both. */
  void copy(Fd directory, Fd tmpfs) {
    try (directory;
        tmpfs) {
      var from = Path.of("/proc/self/fd/" + directory.number() + "/.");
      var to = Path.of("/proc/self/fd/" + tmpfs.number() + "/.");
      Files.walkFileTree(from, new Copier(from, to));
      // By name: both descriptors only name a place (O_PATH), which fchmod(2) refuses.
      kernel.changeMode(to, kernel.facts(directory).permissions());
    } catch (SyscallFailure e) {
      // Nobody outside makes files in a file system of a user namespace that does not map them.
      throw e.is(Errno.EOVERFLOW)
          ? new HostFailure(
              "cannot copy a directory that is not empty to a tmpfs in a user namespace: not"
                  + " supported by this version of jrunc")
          : e;
    } catch (IOException e) {
      throw new HostFailure("cannot copy the content of a directory to a tmpfs: " + e.getMessage());
    }
  }

  private final class Copier extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;

    Copier(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (!directory.equals(from)) {
        var facts = kernel.factsOfLink(directory);
        var target = to.resolve(from.relativize(directory));
        kernel.makeDirectory(target, facts.permissions());
        own(target, facts);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      var target = to.resolve(from.relativize(file));
      var facts = kernel.factsOfLink(file);
      if (facts.isRegular() || facts.isSymbolicLink()) {
        Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        own(target, facts);
      }
      return FileVisitResult.CONTINUE;
    }

    private void own(Path target, FileFacts facts) {
      kernel.changeOwner(target, facts.uid(), facts.gid());
      if (!facts.isSymbolicLink()) {
        kernel.changeMode(target, facts.permissions());
      }
    }
  }
}
