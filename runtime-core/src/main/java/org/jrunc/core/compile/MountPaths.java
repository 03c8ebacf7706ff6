package org.jrunc.core.compile;

import java.nio.file.Path;

/** How the paths of config.json are read. */
public final class MountPaths {
  private MountPaths() {}

  /** A path as runc cleans it: absolute, without empty components, {@code .} and {@code ..}. */
  public static String clean(String path) {
    return Path.of("/").resolve(path).normalize().toString();
  }

  /**
   * A path inside the container that a config gives as the path on the host, for which some take
   * it: runc drops the root file system before it.
   *
   * @param rootfs the absolute path of the root file system
   */
  public static String inside(String rootfs, String path) {
    var clean = clean(path);
    if (clean.equals(rootfs)) {
      return "/";
    }
    return clean.startsWith(rootfs + "/") ? clean.substring(rootfs.length()) : path;
  }

  /**
   * The source of a bind mount. An absolute one is left to the kernel as it is: behind a symbolic
   * link {@code ..} is not what precedes it.
   */
  public static String source(String bundle, String path) {
    return path.startsWith("/") ? path : inBundle(bundle, path);
  }

  /** The absolute path of a root file system or bind source that may be relative to the bundle. */
  public static String inBundle(String bundle, String path) {
    return Path.of(bundle).resolve(path).normalize().toString();
  }
}
