package org.jrunc.spec.state;

import java.util.List;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What a seccomp agent gets along with the notification descriptor (config-linux.md, "The Container
 * Process State").
 *
 * @param ociVersion version of the runtime-spec that the state complies with
 * @param fds names of the descriptors sent along, in their order
 * @param pid process id as the runtime sees it
 * @param metadata {@code listenerMetadata} of the seccomp section
 * @param state state of the container
 */
public record ContainerProcessState(
    String ociVersion, List<String> fds, int pid, @Nullable String metadata, State state) {

  public ContainerProcessState {
    ociVersion = Fields.orEmpty(ociVersion);
    fds = Fields.orEmpty(fds);
    metadata = Fields.emptyToNull(metadata);
    state = Fields.required("state", state);
  }

  /** Name of the notification descriptor in {@link #fds()}. */
  public static final String SECCOMP_FD = "seccompFd";
}
