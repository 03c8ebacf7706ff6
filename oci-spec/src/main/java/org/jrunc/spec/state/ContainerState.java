package org.jrunc.spec.state;

import java.util.Map;
import org.jrunc.spec.json.Fields;

/**
 * What the commands {@code state} and {@code list --format json} print: the state of the spec, in
 * the order and with the additions of runc.
 *
 * @param ociVersion version of the runtime-spec that the runtime implements
 * @param id container id
 * @param pid process id of the container process, 0 when stopped
 * @param status {@code created}, {@code running}, {@code paused} or {@code stopped}
 * @param bundle absolute path of the bundle
 * @param rootfs absolute path of the root filesystem
 * @param created time of creation, RFC 3339 with nanoseconds, UTC
 * @param annotations annotations of the container; left out when empty
 * @param owner user name of the owner for {@code list}, empty for {@code state}
 */
public record ContainerState(
    String ociVersion,
    String id,
    int pid,
    String status,
    String bundle,
    String rootfs,
    String created,
    Map<String, String> annotations,
    String owner) {

  public ContainerState {
    ociVersion = Fields.orEmpty(ociVersion);
    id = Fields.orEmpty(id);
    status = Fields.orEmpty(status);
    bundle = Fields.orEmpty(bundle);
    rootfs = Fields.orEmpty(rootfs);
    created = Fields.orEmpty(created);
    annotations = Fields.orEmpty(annotations);
    owner = Fields.orEmpty(owner);
  }
}
