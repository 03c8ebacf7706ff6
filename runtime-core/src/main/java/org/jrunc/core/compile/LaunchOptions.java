package org.jrunc.core.compile;

import java.util.Optional;

/**
 * What the command line says about making a container.
 *
 * @param id the container's id
 * @param bundle the absolute path of the bundle
 * @param preservedDescriptors how many descriptors after stderr the container inherits
 * @param pivot false to move the root instead of pivoting ({@code --no-pivot})
 * @param keyring false to stay in the caller's session keyring ({@code --no-new-keyring})
 * @param listenDescriptors how many of the preserved descriptors are for socket activation
 * @param notifyDirectory the directory of the host with the {@link NotifySocket}, if the container
 *     gets one
 */
public record LaunchOptions(
    String id,
    String bundle,
    int preservedDescriptors,
    boolean pivot,
    boolean keyring,
    int listenDescriptors,
    Optional<String> notifyDirectory) {
  /** The options of a plain {@code create}. */
  public static LaunchOptions of(String id, String bundle) {
    return new LaunchOptions(id, bundle, 0, true, true, 0, Optional.empty());
  }
}
