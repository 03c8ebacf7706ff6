package org.jrunc.cli.session;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jrunc.core.failure.HostFailure;

/** The directory for the containers of a user, in the user's runtime directory. */
final class RuntimeDirectory {
  /**
   * The sticky bit keeps it from being cleaned up, as the XDG Base Directory Specification says.
   */
  private static final int MODE = 01700;

  private RuntimeDirectory() {}

  /**
   * Makes the directory, as runc does whatever the command, and keeps it from being cleaned up.
   *
   * @throws HostFailure if it cannot be made
   */
  static void keep(Path directory) {
    try {
      var mode = PosixFilePermissions.fromString("rwx------");
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(mode));
      Files.setAttribute(directory, "unix:mode", MODE);
    } catch (IOException e) {
      throw new HostFailure(
          "mkdir " + directory + ": " + reason(e),
          "the path in $XDG_RUNTIME_DIR must be writable by the user");
    }
  }

  private static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    var reason = failure instanceof FileSystemException one ? one.getReason() : null;
    return reason == null ? failure.toString() : reason.toLowerCase(java.util.Locale.ROOT);
  }
}
