package org.jrunc.core.state;

import org.jrunc.spec.linux.IntelRdt;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.Resources;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a container whose limits have been changed: the content of its limits.json.
 *
 * @param resources in place of {@code /linux/resources} of config.json
 * @param intelRdt in place of {@code /linux/intelRdt}
 */
public record Limits(@Nullable Resources resources, @Nullable IntelRdt intelRdt) {
  /** The limits of a configuration. */
  public static Limits of(Linux linux) {
    return new Limits(linux.resources(), linux.intelRdt());
  }

  /** A configuration with these limits. */
  public Linux in(Linux linux) {
    return linux.withResources(resources).withIntelRdt(intelRdt);
  }
}
