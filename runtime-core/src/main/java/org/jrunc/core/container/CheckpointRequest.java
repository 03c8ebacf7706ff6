package org.jrunc.core.container;

import java.util.Optional;
import java.util.OptionalInt;
import org.jrunc.core.criu.CriuSwitch;
import org.jrunc.core.criu.PageServer;

/**
 * What a caller of {@code checkpoint} asks for.
 *
 * @param id the container's id, as given
 * @param images where the images go, and how they are made
 * @param parent the directory of the images of the dump before, relative to that of these
 * @param preDump whether only memory is written, and the container goes on
 * @param pageServer who takes the pages
 * @param statusDescriptor the caller's descriptor to which a zero byte is written when pages can be
 *     fetched
 */
public record CheckpointRequest(
    String id,
    ImageRequest images,
    Optional<String> parent,
    boolean preDump,
    Optional<PageServer> pageServer,
    OptionalInt statusDescriptor) {
  /** A plain checkpoint. */
  public static CheckpointRequest of(String id, ImageRequest images) {
    return new CheckpointRequest(
        id, images, Optional.empty(), false, Optional.empty(), OptionalInt.empty());
  }

  /** Whether the container goes on afterwards. */
  public boolean goesOn() {
    return preDump || images.switches().contains(CriuSwitch.LEAVE_RUNNING);
  }
}
