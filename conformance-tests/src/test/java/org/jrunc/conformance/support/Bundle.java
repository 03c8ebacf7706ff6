package org.jrunc.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bundle directory whose root file system holds the probe and nothing else. Its configuration
 * starts as what {@code runc spec} writes, without a terminal and with a cgroup of its own, and is
 * edited as a JSON tree.
 */
public final class Bundle {
  /** Reads and writes JSON. */
  public static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path directory;
  private final String id;
  private final ObjectNode config;
  private final Map<String, String> rootFiles = new TreeMap<>();
  private final Map<String, String> rootLinks = new TreeMap<>();
  private int rootOwner;

  private Bundle(Path directory, String id, ObjectNode config) {
    this.directory = directory;
    this.id = id;
    this.config = config;
  }

  /** A new bundle in the scratch directory of the run. */
  public static Bundle create() {
    try {
      var id = Suite.newId();
      var directory = Files.createDirectory(Suite.newPath("bundle"));
      var bundle =
          new Bundle(directory, id, (ObjectNode) JSON.readTree(resource("base-config.json")));
      bundle.config.withObject("/linux").put("cgroupsPath", Suite.cgroup() + "/" + id);
      bundle.freshRoot();
      bundle.write();
      return bundle;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The text of a resource of the suite. */
  public static String resource(String name) {
    try (var stream = Bundle.class.getResourceAsStream("/org/jrunc/conformance/" + name)) {
      return new String(
          java.util.Objects.requireNonNull(stream, name).readAllBytes(),
          java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The bundle directory. */
  public Path directory() {
    return directory;
  }

  /** The root file system. */
  public Path root() {
    return directory.resolve("rootfs");
  }

  /** The container id that goes with this bundle. */
  public String id() {
    return id;
  }

  /** The absolute path of the container's cgroup. */
  public String cgroup() {
    return Suite.cgroup() + "/" + id;
  }

  /** The configuration; {@link #edit} writes it, changes made otherwise need {@link #write}. */
  public ObjectNode config() {
    return config;
  }

  /** Edits the configuration and writes it to the bundle. */
  public Bundle edit(Consumer<ObjectNode> change) {
    change.accept(config);
    return write();
  }

  /** Sets the arguments of the container's process. */
  public Bundle args(String... arguments) {
    return edit(config -> strings(config.withObject("/process").putArray("args"), arguments));
  }

  /** Adds a mount to the configuration. */
  public Bundle mount(String destination, String type, String source, String... options) {
    return edit(
        config -> {
          var mount = config.withArray("/mounts").addObject();
          mount.put("destination", destination).put("type", type).put("source", source);
          strings(mount.putArray("options"), options);
        });
  }

  /** Leaves only namespaces of these types, all of them new. */
  public Bundle namespaces(String... types) {
    return edit(
        config -> {
          var array = config.withObject("/linux").putArray("namespaces");
          List.of(types).forEach(type -> array.addObject().put("type", type));
        });
  }

  /** Adds a program to the list of a kind of hook; {@code env} is its whole environment. */
  public Bundle hook(String kind, String path, Map<String, String> env, String... arguments) {
    return edit(
        config -> {
          var hook = config.withArray("/hooks/" + kind).addObject().put("path", path);
          strings(hook.putArray("args"), arguments);
          if (!env.isEmpty()) {
            var variables = hook.putArray("env");
            env.forEach((name, value) -> variables.add(name + "=" + value));
          }
        });
  }

  /** Appends strings to an array. */
  public static ArrayNode strings(ArrayNode array, String... values) {
    for (var value : values) {
      array.add(value);
    }
    return array;
  }

  /** Parses JSON that a test writes in its own text, with single quotes for double ones. */
  public static tools.jackson.databind.JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  /** Parses JSON that a runtime wrote. */
  public static tools.jackson.databind.JsonNode jsonLine(String text) {
    return JSON.readTree(text);
  }

  /** Parses JSON that a program printed. */
  public static tools.jackson.databind.JsonNode jsonText(String text) {
    return JSON.readTree(text);
  }

  /** A tree of one of the suite's JSON resources. */
  public static tools.jackson.databind.JsonNode jsonResource(String name) {
    return JSON.readTree(resource(name));
  }

  /** The text of any file. */
  public static String text(Path file) {
    return Command.read(file);
  }

  /** A tree of any JSON file. */
  public static tools.jackson.databind.JsonNode jsonFile(Path file) {
    return JSON.readTree(Command.read(file));
  }

  /** Writes {@code config.json} as it now is. */
  public Bundle write() {
    return writeConfig(config.toPrettyString());
  }

  /** Writes any text as {@code config.json}. */
  public Bundle writeConfig(String text) {
    try {
      Files.writeString(directory.resolve("config.json"), text);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Makes a directory in the bundle, open to everybody. */
  public Path newDirectory(String name) {
    try {
      var path = Files.createDirectories(directory.resolve(name));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
      return path;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Adds a text file to the root file system, with the directories above it. */
  public Bundle rootFile(String path, String text) {
    rootFiles.put(path, text);
    return freshRoot();
  }

  /** Adds a symbolic link to the root file system, with the directories above it. */
  public Bundle rootLink(String path, String target) {
    rootLinks.put(path, target);
    return freshRoot();
  }

  /**
   * Puts the container into a new user namespace with 65536 ids, as podman does: those from this
   * one on, to whose first one the root file system is given.
   */
  public Bundle userNamespace(int firstId) {
    edit(
        config -> {
          var linux = config.withObject("/linux");
          linux.withArray("/namespaces").addObject().put("type", "user");
          for (var kind : List.of("uidMappings", "gidMappings")) {
            var mapping = linux.putArray(kind).addObject();
            mapping.put("containerID", 0).put("hostID", firstId).put("size", 65536);
          }
        });
    return rootOwner(firstId);
  }

  /** Gives the root file system to a user and the group with the same number. */
  public Bundle rootOwner(int id) {
    rootOwner = id;
    return freshRoot();
  }

  /**
   * Puts the root file system back to the probe and the files that were added, since runtimes
   * create mount targets in it.
   */
  public Bundle freshRoot() {
    try {
      if (Files.exists(root())) {
        Suite.removeTree(root());
      }
      Files.createDirectory(root());
      Files.copy(
          Suite.program("probe"),
          root().resolve("probe"),
          java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      for (var file : rootFiles.entrySet()) {
        var path = root().resolve(file.getKey());
        Files.createDirectories(path.resolveSibling("."));
        Files.writeString(path, file.getValue());
      }
      for (var link : rootLinks.entrySet()) {
        var path = root().resolve(link.getKey());
        Files.createDirectories(path.resolveSibling("."));
        Files.createSymbolicLink(path, Path.of(link.getValue()));
      }
      if (rootOwner != 0) {
        Suite.giveTree(root(), rootOwner);
      }
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A container of this bundle that does not exist yet. */
  public Container container(OciRuntime runtime) {
    return container(runtime, id);
  }

  /** A container of this bundle with an id of its own, which whoever asked for it closes. */
  public Container container(OciRuntime runtime, String id) {
    return new Container(runtime, this, id);
  }

  /** Removes the bundle directory. */
  void remove() {
    Suite.removeTree(directory);
  }
}
