package org.jrunc.spec.linux;

import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * One namespace of the container (config-linux.md, "Namespaces").
 *
 * @param type which kind
 * @param path absolute path, in the runtime mount namespace, of a namespace to join; absent creates
 *     a new one
 */
public record Namespace(NamespaceType type, @Nullable String path) {

  public Namespace {
    type = Fields.required("type", type);
    path = Fields.emptyToNull(path);
  }
}
