package org.jrunc.core.compile;

import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.Hooks;
import org.jrunc.spec.Process;
import org.jrunc.spec.Root;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.NamespaceType;

/** A spec with everything present that a container needs, so that nothing below sees a null. */
record Config(Spec spec, Process process, Root root, Linux linux, Hooks hooks) {
  /** Whether the container is in a user namespace of its own or of others. */
  boolean hasUserNamespace() {
    return linux.has(NamespaceType.USER);
  }

  /**
   * The config of a spec.
   *
   * @throws SpecFailure if {@code process} or {@code root} is missing
   */
  static Config of(Spec spec) {
    var process = spec.process();
    if (process == null) {
      throw new SpecFailure("/process", "process property must not be empty");
    }
    var root = spec.root();
    if (root == null) {
      throw new SpecFailure("/root", "root property must not be empty");
    }
    var linux = spec.linux() == null ? Linux.EMPTY : spec.linux();
    return new Config(spec, process, root, linux, spec.hooks() == null ? Hooks.NONE : spec.hooks());
  }
}
