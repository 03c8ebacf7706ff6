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
