package org.jrunc.core.compile;

import java.util.Optional;
import org.jrunc.core.failure.SpecFailure;
import org.jrunc.spec.Hooks;
import org.jrunc.spec.Process;
import org.jrunc.spec.Root;
import org.jrunc.spec.Spec;
import org.jrunc.spec.linux.Linux;
import org.jrunc.spec.linux.NamespaceType;

/** A spec with everything present that a container needs, so that nothing below sees a null. */
record Config(Spec spec, Process process, Root root, Linux linux, Hooks hooks) {
  /** What crun's annotations ask for. */
  CrunAnnotations crun() {
    return new CrunAnnotations(spec.annotations());
  }

  /** The option that gives mounts their label, and the label; empty if there is none. */
  Optional<String> mountLabel() {
    // A type that there is not is an error even if nothing has it, as under crun 1.29.
    var type = crun().contextOption();
    return Optional.ofNullable(linux.mountLabel()).map(label -> type + "=" + label);
  }

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
