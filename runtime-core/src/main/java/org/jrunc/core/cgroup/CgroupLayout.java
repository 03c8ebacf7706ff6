package org.jrunc.core.cgroup;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jrunc.core.cgroup.CgroupMounts.Mount;
import org.jrunc.core.cgroup.limit.CgroupWrite;
import org.jrunc.core.cgroup.limit.Controller;
import org.jrunc.core.failure.HostFailure;
import org.jspecify.annotations.Nullable;

/**
 * Where the cgroup of a container is: one absolute directory for each controller that the host has,
 * in the order of {@link Controller}. Controllers that share a hierarchy share a directory.
 *
 * @param directories the directories
 */
public record CgroupLayout(Map<Controller, Path> directories) {
  private static final Path TOP = Path.of("/");

  /** Immutable copy. */
  public CgroupLayout {
    var ordered = new EnumMap<Controller, Path>(Controller.class);
    ordered.putAll(directories);
    directories = Collections.unmodifiableMap(ordered);
  }

  /**
   * Works out the directories as runc does. An absolute path begins at the top of each hierarchy. A
   * relative one begins at the caller's own cgroup, never above it; without a path it is the id.
   *
   * @param mounts the host's hierarchies
   * @param caller the cgroups of the process that asked; looked at for relative paths only
   * @param cgroupsPath the field of config.json
   * @param id the container
   * @throws HostFailure if there is no devices hierarchy, without which a container could use any
   *     device
   */
  public static CgroupLayout of(
      CgroupMounts mounts,
      Supplier<CgroupMembership> caller,
      @Nullable String cgroupsPath,
      String id) {
    var wanted = cgroupsPath == null || cgroupsPath.isEmpty() ? id : cgroupsPath;
    // Cleaned as an absolute path first, so that no `..` leads out.
    var clean = TOP.resolve(wanted).normalize();
    var directories = new EnumMap<Controller, Path>(Controller.class);
    if (wanted.startsWith("/")) {
      fromTheTop(mounts, TOP.relativize(clean), directories);
    } else {
      fromTheCaller(mounts, caller.get(), TOP.relativize(clean), directories);
    }
    mounts
        .unified()
        .ifPresent(
            point -> directories.put(Controller.UNIFIED, point.resolve(TOP.relativize(clean))));
    if (!directories.containsKey(Controller.DEVICES)) {
      throw new HostFailure("mountpoint for devices not found");
    }
    return new CgroupLayout(directories);
  }

  private static void fromTheTop(
      CgroupMounts mounts, Path inner, Map<Controller, Path> directories) {
    var base = mounts.base().orElseThrow(CgroupLayout::noHierarchy);
    for (var controller : Controller.values()) {
      mounts
          .of(controller)
          .map(Mount::point)
          .filter(point -> point.startsWith(base))
          .ifPresent(point -> directories.put(controller, point.resolve(inner)));
    }
  }

  private static void fromTheCaller(
      CgroupMounts mounts, CgroupMembership caller, Path inner, Map<Controller, Path> directories) {
    for (var controller : Controller.values()) {
      var mount = mounts.of(controller);
      var own = caller.of(controller);
      if (mount.isPresent() && own.isPresent()) {
        var below = mount.get().root().relativize(own.get());
        var directory = mount.get().point().resolve(below).resolve(inner).normalize();
        directories.put(controller, directory);
      }
    }
  }

  private static HostFailure noHierarchy() {
    return new HostFailure("no cgroup mount found in mountinfo");
  }

  /** The layout that {@link #labels} was made from. */
  public static CgroupLayout of(Map<String, String> labels) {
    var directories = new EnumMap<Controller, Path>(Controller.class);
    labels.forEach(
        (label, directory) ->
            Controller.of(label)
                .ifPresent(controller -> directories.put(controller, Path.of(directory))));
    return new CgroupLayout(directories);
  }

  /** The directories by controller label: what is kept in the state of the container. */
  public Map<String, String> labels() {
    var labels = new LinkedHashMap<String, String>();
    directories.forEach(
        (controller, directory) -> labels.put(controller.label(), directory.toString()));
    return Collections.unmodifiableMap(labels);
  }

  /** Each directory once. */
  public List<Path> distinctDirectories() {
    return directories.values().stream().distinct().toList();
  }

  /** The directory of a controller. */
  public Optional<Path> directory(Controller controller) {
    return Optional.ofNullable(directories.get(controller));
  }

  /** The file that a write is about; empty if the host does not have the controller. */
  public Optional<Path> file(CgroupWrite write) {
    return directory(write.controller()).map(directory -> directory.resolve(write.file()));
  }

  /**
   * The files into which a process writes {@code 0} to join, all but the unified hierarchy.
   *
   * <p>These are the {@code tasks} files on purpose. A process that moves itself, as a single
   * thread, does not have to keep all forks of the system waiting, which a write to {@code
   * cgroup.procs} does: microseconds instead of a millisecond each. In the unified hierarchy the
   * same is to be had by clone3(2) with CLONE_INTO_CGROUP.
   */
  public List<JoinFile> joinFiles() {
    return directories.entrySet().stream()
        .filter(entry -> entry.getKey() != Controller.UNIFIED)
        .map(entry -> JoinFile.of(entry.getKey(), entry.getValue()))
        .collect(
            Collectors.toMap(JoinFile::path, file -> file, JoinFile::stricter, LinkedHashMap::new))
        .values()
        .stream()
        .toList();
  }

  /** The directory in the unified hierarchy, on a hybrid host. */
  public Optional<Path> unified() {
    return directory(Controller.UNIFIED);
  }

  /**
   * A file into which a process writes {@code 0} to join a cgroup.
   *
   * @param path the file
   * @param required whether a container cannot do without that cgroup
   */
  public record JoinFile(Path path, boolean required) {
    private static JoinFile of(Controller controller, Path directory) {
      return new JoinFile(directory.resolve("tasks"), !controller.isOptional());
    }

    private JoinFile stricter(JoinFile other) {
      return required ? this : other;
    }
  }
}
