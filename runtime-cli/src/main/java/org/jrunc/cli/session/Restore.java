package org.jrunc.cli.session;

import java.util.Optional;
import org.jrunc.core.container.ImageRequest;

/**
 * What the command line says about a container to restore.
 *
 * @param launch the container
 * @param images where the images are, and how they are read
 * @param securityProfile the profile of a security module, as {@code TYPE:NAME}
 * @param mountContext the SELinux context of mounts
 */
public record Restore(
    Launch launch,
    ImageRequest images,
    Optional<String> securityProfile,
    Optional<String> mountContext) {}
