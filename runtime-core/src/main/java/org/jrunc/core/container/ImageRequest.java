package org.jrunc.core.container;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jrunc.core.criu.CgroupMode;
import org.jrunc.core.criu.CriuSwitch;
import org.jrunc.core.criu.NetworkLock;

/**
 * What a caller of {@code checkpoint} or {@code restore} asks of CRIU. Paths are absolute.
 *
 * @param images the directory of the images
 * @param work the directory of the log; empty for that of the images
 * @param switches what is switched on
 * @param cgroups what is done with cgroups
 * @param lock how the network is held up; empty for what this host can
 */
public record ImageRequest(
    Path images,
    Optional<Path> work,
    Set<CriuSwitch> switches,
    CgroupMode cgroups,
    Optional<NetworkLock> lock) {
  /** Copies the set. */
  public ImageRequest {
    switches = Set.copyOf(switches);
  }

  /** The plain images in a directory. */
  public static ImageRequest of(Path images) {
    return new ImageRequest(
        images, Optional.empty(), Set.of(), CgroupMode.DEFAULT, Optional.empty());
  }

  /** Where the log is. */
  Path log(String name) {
    return work.orElse(images).resolve(name);
  }
}
