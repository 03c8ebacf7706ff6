package org.jrunc.core.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jrunc.core.abi.Errno;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.failure.SyscallFailure;
import org.jrunc.core.linux.Fd;
import org.jrunc.core.linux.Kernel;
import org.jrunc.core.linux.KernelFile;
import org.jrunc.core.linux.OpenFlags;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.json.SpecSyntaxException;
import org.jrunc.spec.json.SpecWriter;

/**
 * The state directories of all containers below one root: {@code <root>/<id>/} with {@code
 * state.json}, a copy of the bundle's {@code config.json} as it was, {@code exec.fifo}, and once
 * they have changed {@code limits.json}.
 *
 * <p>A file is written beside its place and renamed over it, so a reader sees the old content or
 * the new one. It is not synced to the disk: the state describes processes, cgroups and mounts,
 * none of which outlives the kernel that loses the write.
 */
public final class StateStore {
  private static final String STATE = "state.json";
  private static final String CONFIG = "config.json";
  private static final String LIMITS = "limits.json";
  private static final String FIFO = "exec.fifo";
  private static final String NOTIFY = "notify";

  /** What hardly any container has more of. */
  private static final List<String> FILES =
      List.of(FIFO, STATE, StateFile.beside(STATE), CONFIG, LIMITS, StateFile.beside(LIMITS));

  private static final int ROOT_MODE = 0700;
  private static final int DIRECTORY_MODE = 0711;

  private final Kernel kernel;
  private final Path root;

  /** The store in the directory {@code root}, which is made when the first container is. */
  public StateStore(Kernel kernel, Path root) {
    this.kernel = kernel;
    this.root = root;
  }

  /** The directory of all containers. */
  public Path root() {
    return root;
  }

  /** The directory of a container, whether it is there or not. */
  public Path directory(ContainerId id) {
    return root.resolve(id.value());
  }

  /** The fifo on which a created container waits for {@code start}. */
  public Path fifo(ContainerId id) {
    return directory(id).resolve(FIFO);
  }

  /** The directory for the socket on which a container says that it is ready. */
  public Path notifyDirectory(ContainerId id) {
    return directory(id).resolve(NOTIFY);
  }

  /**
   * Makes the directory of a new container.
   *
   * @return its lock
   * @throws StateFailure if the id is taken
   */
  public StateLock create(ContainerId id) {
    var directory = directory(id);
    while (true) {
      make(id, directory);
      var lock = awaitLock(id, directory);
      // Empty when a `delete --force` took the directory before we had its lock: make it again.
      if (lock.isPresent()) {
        return lock.get();
      }
    }
  }

  private void make(ContainerId id, Path directory) {
    try {
      kernel.makeDirectory(directory, DIRECTORY_MODE);
    } catch (SyscallFailure e) {
      if (e.is(Errno.EEXIST)) {
        throw new StateFailure(id.value(), "container with given ID already exists");
      }
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      makeRoot(root);
      make(id, directory);
    }
  }

  private void makeRoot(Path directory) {
    try {
      kernel.makeDirectory(directory, ROOT_MODE);
    } catch (SyscallFailure e) {
      var parent = directory.getParent();
      if (e.is(Errno.ENOENT) && parent != null) {
        makeRoot(parent);
        makeRoot(directory);
      } else if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  /**
   * Waits for the lock of a container.
   *
   * @throws StateFailure if there is no such container
   */
  public StateLock lock(ContainerId id) {
    return awaitLock(id, directory(id)).orElseThrow(() -> missing(id));
  }

  /** The lock of a container; empty if somebody has it, or there is no such container. */
  public Optional<StateLock> lockIfFree(ContainerId id) {
    return tryLock(id, directory(id), kernel::tryLock);
  }

  private Optional<StateLock> awaitLock(ContainerId id, Path directory) {
    return tryLock(
        id,
        directory,
        fd -> {
          kernel.lock(fd);
          return true;
        });
  }

  private Optional<StateLock> tryLock(ContainerId id, Path directory, Predicate<Fd> locking) {
    while (kernel.exists(directory)) {
      Fd fd;
      try {
        fd = kernel.open(directory, OpenFlags.READ | OpenFlags.DIRECTORY);
      } catch (SyscallFailure e) {
        if (e.is(Errno.ENOENT)) {
          break;
        }
        throw e;
      }
      try {
        if (!locking.test(fd)) {
          fd.close();
          return Optional.empty();
        }
        if (isStill(directory, fd)) {
          return Optional.of(new StateLock(id, directory, fd));
        }
      } catch (RuntimeException | Error e) {
        fd.close();
        throw e;
      }
      fd.close();
    }
    return Optional.empty();
  }

  private boolean isStill(Path directory, Fd fd) {
    try {
      return kernel.facts(directory).isSameFile(kernel.facts(fd));
    } catch (SyscallFailure e) {
      if (e.is(Errno.ENOENT)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * What is known of a container.
   *
   * @throws StateFailure if there is no such container, or its state cannot be read
   */
  public StateRecord load(ContainerId id) {
    return find(id).orElseThrow(() -> missing(id));
  }

  /** What is known of a container; empty if there is no such container. */
  public Optional<StateRecord> find(ContainerId id) {
    var file = directory(id).resolve(STATE);
    return KernelFile.readIfPresent(file).map(text -> parse(id, file, text, StateRecord.class));
  }

  private static <R extends Record> R parse(ContainerId id, Path file, String text, Class<R> type) {
    try {
      return SpecReader.read(text.getBytes(StandardCharsets.UTF_8), type);
    } catch (SpecSyntaxException e) {
      throw new StateFailure(id.value(), "cannot read `" + file + "`: " + e.getMessage());
    }
  }

  /**
   * Writes what is known of a new container.
   *
   * @param config the config.json from which it is made, kept byte by byte
   */
  public void begin(StateLock lock, StateRecord record, byte[] config) {
    // Nobody looks for it before there is a state.
    file(lock, CONFIG).fill(config);
    file(lock, STATE).make(encoded(record));
  }

  /** Writes what is known of a container by now. */
  public void save(StateLock lock, StateRecord record) {
    file(lock, STATE).replace(encoded(record));
  }

  private StateFile file(StateLock lock, String name) {
    return new StateFile(kernel, lock.id(), lock.directory().resolve(name));
  }

  private static byte[] encoded(Record record) {
    return SpecWriter.compact(record).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The config.json from which a container was made.
   *
   * @throws StateFailure if there is no such container
   */
  public byte[] config(ContainerId id) {
    return KernelFile.readIfPresent(directory(id).resolve(CONFIG))
        .orElseThrow(() -> missing(id))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Writes the limits that hold instead of those of config.json. */
  public void saveLimits(StateLock lock, Limits limits) {
    file(lock, LIMITS).replace(encoded(limits));
  }

  /** The limits that hold instead of those of config.json; empty if they never changed. */
  public Optional<Limits> limits(ContainerId id) {
    var file = directory(id).resolve(LIMITS);
    return KernelFile.readIfPresent(file).map(text -> parse(id, file, text, Limits.class));
  }

  /** Removes all that is kept of a container. The lock is void afterwards. */
  public void remove(StateLock lock) {
    for (var name : FILES) {
      kernel.unlinkIfPresent(lock.directory().resolve(name));
    }
    try {
      kernel.removeDirectory(lock.directory());
    } catch (SyscallFailure e) {
      if (e.is(Errno.ENOTEMPTY)) {
        removeAll(lock.directory());
      } else if (!e.is(Errno.ENOENT)) {
        throw e;
      }
    }
    lock.close();
  }

  private void removeAll(Path path) {
    if (kernel.factsOfLink(path).isDirectory()) {
      for (var child : children(path)) {
        removeAll(child);
      }
      kernel.removeDirectory(path);
    } else {
      kernel.unlinkIfPresent(path);
    }
  }

  /**
   * The names of all directories below the root, sorted: of containers, and of what else somebody
   * has put there. None if the root is not there.
   */
  public List<String> names() {
    var names = new ArrayList<String>();
    for (var child : children(root)) {
      // Engine sockets and other things share the default root.
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        names.add(String.valueOf(child.getFileName()));
      }
    }
    Collections.sort(names);
    return names;
  }

  /** The ids of all containers, sorted; none if the root is not there. */
  public List<ContainerId> list() {
    var ids = new ArrayList<ContainerId>();
    for (var name : names()) {
      if (ContainerId.isValid(name) && kernel.exists(root.resolve(name).resolve(STATE))) {
        ids.add(new ContainerId(name));
      }
    }
    return ids;
  }

  /** Whether a container that has no state yet, or no more, is being made or removed just now. */
  public boolean isInTheMaking(ContainerId id) {
    try (var directory =
        kernel.open(directory(id), OpenFlags.READ | OpenFlags.DIRECTORY | OpenFlags.NO_FOLLOW)) {
      return !kernel.tryLock(directory);
    } catch (SyscallFailure e) {
      // Removed meanwhile.
      return e.is(Errno.ENOENT);
    }
  }

  private static List<Path> children(Path directory) {
    var children = new ArrayList<Path>();
    try (var stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (AccessDeniedException e) {
      throw new StateFailure("", "cannot list `" + directory + "`: permission denied");
    } catch (IOException | DirectoryIteratorException e) {
      throw new StateFailure("", "cannot list `" + directory + "`: " + e.getMessage());
    }
    return children;
  }

  private static StateFailure missing(ContainerId id) {
    return new StateFailure(id.value(), "container does not exist");
  }
}
