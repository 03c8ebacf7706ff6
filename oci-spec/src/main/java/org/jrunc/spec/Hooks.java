package org.jrunc.spec;

import java.util.List;
import org.jrunc.spec.json.Fields;

/**
 * Commands that run at points of the life cycle (config.md, "POSIX-platform Hooks"), each list in
 * order.
 *
 * @param prestart deprecated: after the namespaces exist, before pivot_root; in the runtime
 *     namespaces
 * @param createRuntime during {@code create}, after {@code prestart}; in the runtime namespaces
 * @param createContainer during {@code create}, before pivot_root; in the container namespaces
 * @param startContainer during {@code start}, before the user process; in the container
 * @param poststart after the user process has started; in the runtime namespaces
 * @param poststop after {@code delete}; in the runtime namespaces
 */
public record Hooks(
    List<Hook> prestart,
    List<Hook> createRuntime,
    List<Hook> createContainer,
    List<Hook> startContainer,
    List<Hook> poststart,
    List<Hook> poststop) {

  public Hooks {
    prestart = Fields.orEmpty(prestart);
    createRuntime = Fields.orEmpty(createRuntime);
    createContainer = Fields.orEmpty(createContainer);
    startContainer = Fields.orEmpty(startContainer);
    poststart = Fields.orEmpty(poststart);
    poststop = Fields.orEmpty(poststop);
  }

  /** No hooks at all. */
  public static final Hooks NONE =
      new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
}
