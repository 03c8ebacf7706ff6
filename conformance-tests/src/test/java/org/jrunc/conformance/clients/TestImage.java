package org.jrunc.conformance.clients;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jrunc.conformance.support.Bundle;
import org.jrunc.conformance.support.Command;
import org.jrunc.conformance.support.Suite;

/**
 * The image all clients run, since no registry is reachable: busybox with its applets, the probe,
 * {@code root} and a user {@code app} with the number 1000. One archive serves as an OCI layout
 * (containerd, podman, skopeo) and as a Docker archive.
 */
public final class TestImage {
  /** Its full name. */
  public static final String NAME = "localhost/jrunc-test:latest";

  /** The full name of the image for the sandboxes of pods. */
  public static final String PAUSE = "localhost/jrunc-pause:latest";

  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final TestImage INSTANCE = new TestImage();

  private final Path rootfs = Suite.newPath("image-rootfs");
  private final Path layer = Suite.newPath("layer.tar");
  private final Path archive = Suite.newPath("image.tar");
  private final Path pause = Suite.newPath("pause.tar");

  private TestImage() {
    try {
      fill();
      run("tar", "--numeric-owner", "-C", rootfs.toString(), "-cf", layer.toString(), ".");
      pack(NAME, archive, "sh");
      pack(PAUSE, pause, "sleep", "infinity");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The archive: OCI layout and {@code docker load} format in one tar. */
  public static Path archive() {
    return INSTANCE.archive;
  }

  /** An archive with the same files whose command is to wait, as {@link #PAUSE}. */
  public static Path pause() {
    return INSTANCE.pause;
  }

  /** The files of the image as a directory; not to be written to. */
  public static Path rootfs() {
    return INSTANCE.rootfs;
  }

  private void fill() throws IOException {
    for (var directory : List.of("bin", "etc", "proc", "sys", "dev", "run", "root", "home/app")) {
      Files.createDirectories(rootfs.resolve(directory));
    }
    Files.createDirectories(rootfs.resolve("tmp"));
    run("chmod", "1777", rootfs.resolve("tmp").toString());
    run("chown", "1000:1000", rootfs.resolve("home/app").toString());
    Files.copy(BUSYBOX, rootfs.resolve("bin/busybox"));
    run(BUSYBOX.toString(), "--install", "-s", rootfs.resolve("bin").toString());
    relink();
    Files.copy(Suite.program("probe"), rootfs.resolve("probe"));
    Files.writeString(
        rootfs.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home/app:/bin/sh\n");
    Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\napp:x:1000:\n");
  }

  /** Lets the links of busybox, which name the file they were made with, point into the image. */
  private void relink() throws IOException {
    try (var applets = Files.newDirectoryStream(rootfs.resolve("bin"))) {
      for (var applet : applets) {
        if (Files.isSymbolicLink(applet)) {
          Files.delete(applet);
          Files.createSymbolicLink(applet, Path.of("busybox"));
        }
      }
    }
  }

  private void pack(String name, Path archive, String... command) throws IOException {
    var layout = Files.createDirectory(Suite.newPath("image-layout"));
    var layerDigest = blob(layout, Files.readAllBytes(layer));
    var config = blob(layout, json(config(layerDigest, command)));
    var manifest = blob(layout, json(manifest(layout, config, layerDigest)));
    Files.write(layout.resolve("index.json"), json(index(layout, name, manifest)));
    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    Files.write(layout.resolve("manifest.json"), json(dockerManifest(name, config, layerDigest)));
    run("tar", "-C", layout.toString(), "-cf", archive.toString(), ".");
  }

  private static Map<String, Object> config(String layer, String... command) {
    return Map.of(
        "architecture",
        System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64",
        "os",
        "linux",
        "config",
        Map.of(
            "Env",
            List.of("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
            "Cmd",
            List.of(command)),
        "rootfs",
        Map.of("type", "layers", "diff_ids", List.of("sha256:" + layer)),
        "history",
        List.of(Map.of("created", "2024-01-01T00:00:00Z", "created_by", "the tests of jrunc")));
  }

  private static Map<String, Object> manifest(Path layout, String config, String layer)
      throws IOException {
    return Map.of(
        "schemaVersion",
        2,
        "mediaType",
        "application/vnd.oci.image.manifest.v1+json",
        "config",
        descriptor(layout, "application/vnd.oci.image.config.v1+json", config),
        "layers",
        List.of(descriptor(layout, "application/vnd.oci.image.layer.v1.tar", layer)));
  }

  private static Map<String, Object> index(Path layout, String name, String manifest)
      throws IOException {
    var described =
        new java.util.HashMap<>(
            descriptor(layout, "application/vnd.oci.image.manifest.v1+json", manifest));
    described.put(
        "annotations",
        Map.of("io.containerd.image.name", name, "org.opencontainers.image.ref.name", name));
    return Map.of("schemaVersion", 2, "manifests", List.of(described));
  }

  private static Object dockerManifest(String name, String config, String layer) {
    return List.of(
        Map.of(
            "Config", "blobs/sha256/" + config,
            "RepoTags", List.of(name),
            "Layers", List.of("blobs/sha256/" + layer)));
  }

  private static Map<String, Object> descriptor(Path layout, String type, String digest)
      throws IOException {
    var size = Files.size(layout.resolve("blobs/sha256").resolve(digest));
    return Map.of("mediaType", type, "digest", "sha256:" + digest, "size", size);
  }

  private static byte[] json(Object value) {
    return Bundle.JSON.writeValueAsBytes(value);
  }

  /** Stores a blob and returns its digest. */
  private static String blob(Path layout, byte[] content) throws IOException {
    try {
      var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      var directory = Files.createDirectories(layout.resolve("blobs/sha256"));
      Files.write(directory.resolve(digest), content);
      return digest;
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static void run(String... line) {
    new Command(List.of(line)).run().succeeded();
  }
}
