package org.jrunc.spec;

import java.util.List;
import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.json.SpecReader;
import org.jrunc.spec.linux.Linux;
import org.jspecify.annotations.Nullable;

/**
 * The content of a bundle's {@code config.json} (runtime-spec, config.md).
 *
 * <p>Sections of other platforms ({@code windows}, {@code solaris}, {@code vm}, {@code zos}, {@code
 * freebsd}) and unknown properties are accepted and dropped.
 *
 * @param ociVersion version of the runtime-spec that the bundle complies with, a semantic version
 * @param process what runs in the container; may be absent only until {@code start}
 * @param root the root filesystem; required on Linux
 * @param hostname host name inside the container, needs a uts namespace
 * @param domainname NIS domain name inside the container, needs a uts namespace
 * @param mounts what to mount, in this order
 * @param hooks commands run at points of the life cycle
 * @param annotations free metadata of the container
 * @param linux what only Linux has
 */
public record Spec(
    String ociVersion,
    @Nullable Process process,
    @Nullable Root root,
    @Nullable String hostname,
    @Nullable String domainname,
    List<Mount> mounts,
    @Nullable Hooks hooks,
    Map<String, String> annotations,
    @Nullable Linux linux) {

  public Spec {
    ociVersion = Fields.orEmpty(ociVersion);
    hostname = Fields.emptyToNull(hostname);
    domainname = Fields.emptyToNull(domainname);
    mounts = Fields.orEmpty(mounts);
    annotations = Fields.orEmpty(annotations);
  }

  /**
   * Reads a {@code config.json}.
   *
   * @param json the bytes of the file, UTF-8
   * @return the spec; nothing but syntax, types and number ranges has been checked
   * @throws org.jrunc.spec.json.SpecSyntaxException if the bytes are not JSON or not of this shape
   */
  public static Spec read(byte[] json) {
    return SpecReader.read(json, Spec.class);
  }

  /**
   * Returns this spec with another process.
   *
   * @param newProcess the process to put in place
   * @return a copy
   */
  public Spec withProcess(@Nullable Process newProcess) {
    return new Spec(
        ociVersion, newProcess, root, hostname, domainname, mounts, hooks, annotations, linux);
  }

  /**
   * Returns this spec with another host name.
   *
   * @param newHostname the host name to put in place, null for none
   * @return a copy
   */
  public Spec withHostname(@Nullable String newHostname) {
    return new Spec(
        ociVersion, process, root, newHostname, domainname, mounts, hooks, annotations, linux);
  }

  /**
   * Returns this spec with other mounts.
   *
   * @param newMounts the mounts to put in place
   * @return a copy
   */
  public Spec withMounts(List<Mount> newMounts) {
    return new Spec(
        ociVersion, process, root, hostname, domainname, newMounts, hooks, annotations, linux);
  }

  /**
   * Returns this spec with another Linux section.
   *
   * @param newLinux the section to put in place
   * @return a copy
   */
  public Spec withLinux(@Nullable Linux newLinux) {
    return new Spec(
        ociVersion, process, root, hostname, domainname, mounts, hooks, annotations, newLinux);
  }
}
