/**
 * The Kubernetes container runtime interface (CRI): what a kubelet asks of containerd, with runc,
 * crun and jrunc as runtime handlers. Start reading at {@link
 * org.jrunc.conformance.clients.cri.Pod}.
 */
@NullMarked
package org.jrunc.conformance.clients.cri;

import org.jspecify.annotations.NullMarked;
