package org.jrunc.core.container;

import java.util.Optional;

/**
 * What a caller of {@code restore} asks for.
 *
 * @param container the container, as it would be created
 * @param images where the images are, and how they are read
 * @param securityProfile the profile of a security module, as {@code TYPE:NAME}
 * @param mountContext the SELinux context of mounts
 */
public record RestoreRequest(
    CreateRequest container,
    ImageRequest images,
    Optional<String> securityProfile,
    Optional<String> mountContext) {
  /** A plain restore. */
  public static RestoreRequest of(CreateRequest container, ImageRequest images) {
    return new RestoreRequest(container, images, Optional.empty(), Optional.empty());
  }
}
