package org.jrunc.spec;

import org.jrunc.spec.json.Fields;

/**
 * The root filesystem of the container (config.md, "Root").
 *
 * @param path path of the root filesystem, relative to the bundle unless absolute; empty when
 *     absent
 * @param readonly whether it is read-only inside the container
 */
public record Root(String path, boolean readonly) {

  public Root {
    path = Fields.orEmpty(path);
  }
}
