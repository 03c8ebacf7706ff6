package org.jrunc.core.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.jrunc.core.compile.MountPaths;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.Mount;
import org.jrunc.spec.Spec;
import org.jrunc.spec.check.SpecChecker;
import org.jrunc.spec.json.SpecSyntaxException;

/** A bundle on disk, read and checked: a directory with a config.json and a root file system. */
public final class Bundle {
  private static final int MAX_CONFIG = 16 << 20;

  private final Path directory;
  private final byte[] json;
  private final Spec spec;

  private Bundle(Path directory, byte[] json, Spec spec) {
    this.directory = directory;
    this.json = json;
    this.spec = spec;
  }

  /**
   * Reads a bundle.
   *
   * @param directory its absolute path
   * @param config the name of the config file in it, or an absolute path
   * @throws SpecFailure if there is no config, or not a valid one
   */
  public static Bundle open(Path directory, String config) {
    var file = directory.resolve(config);
    var json = read(file, config);
    return of(directory, json);
  }

  /** A bundle with this config.json, which need not be on disk. */
  public static Bundle of(Path directory, byte[] json) {
    return new Bundle(directory, json.clone(), withTargetsInside(directory, parse(json)));
  }

  /** Targets of mounts may be given as paths on the host, below the root file system. */
  private static Spec withTargetsInside(Path directory, Spec spec) {
    var root = spec.root();
    if (root == null) {
      return spec;
    }
    var rootfs = MountPaths.inBundle(directory.toString(), root.path());
    var mounts = new ArrayList<Mount>();
    for (var mount : spec.mounts()) {
      mounts.add(mount.withDestination(MountPaths.inside(rootfs, mount.destination())));
    }
    return spec.withMounts(mounts);
  }

  /** The spec that a config.json holds, checked. */
  public static Spec parse(byte[] json) {
    Spec spec;
    try {
      spec = Spec.read(json);
    } catch (SpecSyntaxException e) {
      throw new SpecFailure("", String.valueOf(e.getMessage()));
    }
    SpecChecker.check(spec).stream()
        .findFirst()
        .ifPresent(
            violation -> {
              throw new SpecFailure(violation.pointer(), violation.message());
            });
    return spec;
  }

  private static byte[] read(Path file, String name) {
    try {
      if (Files.size(file) > MAX_CONFIG) {
        throw new SpecFailure("", "`" + file + "` is larger than " + MAX_CONFIG + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new SpecFailure("", "JSON specification file " + name + " not found");
    } catch (IOException e) {
      throw new SpecFailure("", "cannot read `" + file + "`: " + e.getMessage());
    }
  }

  /** The absolute path. */
  public Path directory() {
    return directory;
  }

  /** The config.json, byte by byte. */
  public byte[] json() {
    return json.clone();
  }

  /** What it says. */
  public Spec spec() {
    return spec;
  }
}
