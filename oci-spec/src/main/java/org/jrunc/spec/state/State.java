package org.jrunc.spec.state;

import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * The state of a container (runtime.md, "State"), as hooks get it on their standard input.
 *
 * <p>Written in the order of the components; {@code pid} is left out when null, {@code annotations}
 * when empty.
 *
 * @param ociVersion version of the runtime-spec that the state complies with
 * @param id container id
 * @param status {@code creating}, {@code created}, {@code running}, {@code stopped}, or what a
 *     runtime adds
 * @param pid process id of the container process as the runtime sees it; null when there is none
 * @param bundle absolute path of the bundle
 * @param annotations annotations of the container
 */
public record State(
    String ociVersion,
    String id,
    String status,
    @Nullable Integer pid,
    String bundle,
    Map<String, String> annotations) {

  public State {
    ociVersion = Fields.orEmpty(ociVersion);
    id = Fields.orEmpty(id);
    status = Fields.orEmpty(status);
    bundle = Fields.orEmpty(bundle);
    annotations = Fields.orEmpty(annotations);
  }
}
