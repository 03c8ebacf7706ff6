package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a caller of {@code create} or {@code run} asks for. Paths are absolute.
 *
 * @param id the container's id, as given
 * @param bundle the bundle's directory
 * @param config the name of the config file in it, or an absolute path
 * @param consoleSocket the socket that takes the terminal's master
 * @param pidfdSocket the socket that takes a pidfd of the container's process
 * @param pidFile the file that takes its pid
 * @param preserveDescriptors how many descriptors after stderr it inherits
 * @param pivot false for {@code --no-pivot}
 * @param keyring false for {@code --no-new-keyring}
 * @param detach whether {@code run} leaves the container alone once it runs
 * @param keep whether {@code run} keeps a container that has ended
 * @param subreaper whether {@code run} adopts the container's orphans
 */
public record CreateRequest(
    String id,
    Path bundle,
    String config,
    Optional<Path> consoleSocket,
    Optional<Path> pidfdSocket,
    Optional<Path> pidFile,
    int preserveDescriptors,
    boolean pivot,
    boolean keyring,
    boolean detach,
    boolean keep,
    boolean subreaper) {
  /** A plain {@code create} of a bundle. */
  public static CreateRequest of(String id, Path bundle) {
    return new CreateRequest(
        id,
        bundle,
        "config.json",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        true,
        true,
        true,
        false,
        true);
  }
}
