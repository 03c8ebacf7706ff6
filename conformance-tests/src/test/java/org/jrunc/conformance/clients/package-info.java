/**
 * The real clients: containerd, Docker, podman, buildah and what stands on them, each driven
 * through its own command line or API with runc, crun and jrunc as the runtime.
 */
@NullMarked
package org.jrunc.conformance.clients;

import org.jspecify.annotations.NullMarked;
