package org.jrunc.spec.linux;

import java.util.List;
import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jspecify.annotations.Nullable;

/**
 * What only Linux containers have (config-linux.md).
 *
 * @param uidMappings user ids of a new user namespace
 * @param gidMappings group ids of a new user namespace
 * @param sysctl kernel parameters to set, by dotted name
 * @param resources limits for the cgroup
 * @param cgroupsPath path of the cgroup, or {@code slice:prefix:name} for systemd
 * @param namespaces namespaces to create or to join; the runtime namespace of every other type is
 *     kept
 * @param devices device nodes beyond the default ones
 * @param netDevices network devices to move into the container, by name on the host
 * @param seccomp system call filter
 * @param rootfsPropagation mount propagation of the root mount, such as {@code rslave}
 * @param maskedPaths absolute paths in the container that become unreadable
 * @param readonlyPaths absolute paths in the container that become read-only
 * @param mountLabel SELinux label of the mounts
 * @param intelRdt Intel Resource Director Technology
 * @param memoryPolicy NUMA memory policy, see set_mempolicy(2)
 * @param personality execution domain, see personality(2)
 * @param timeOffsets clock offsets of a new time namespace, keys {@code boottime} and {@code
 *     monotonic}
 */
public record Linux(
    List<IdMapping> uidMappings,
    List<IdMapping> gidMappings,
    Map<String, String> sysctl,
    @Nullable Resources resources,
    @Nullable String cgroupsPath,
    List<Namespace> namespaces,
    List<Device> devices,
    Map<String, NetDevice> netDevices,
    @Nullable Seccomp seccomp,
    @Nullable String rootfsPropagation,
    List<String> maskedPaths,
    List<String> readonlyPaths,
    @Nullable String mountLabel,
    @Nullable IntelRdt intelRdt,
    @Nullable MemoryPolicy memoryPolicy,
    @Nullable Personality personality,
    Map<String, TimeOffset> timeOffsets) {

  public Linux {
    uidMappings = Fields.orEmpty(uidMappings);
    gidMappings = Fields.orEmpty(gidMappings);
    sysctl = Fields.orEmpty(sysctl);
    cgroupsPath = Fields.emptyToNull(cgroupsPath);
    namespaces = Fields.orEmpty(namespaces);
    devices = Fields.orEmpty(devices);
    netDevices = Fields.orEmpty(netDevices);
    rootfsPropagation = Fields.emptyToNull(rootfsPropagation);
    maskedPaths = Fields.orEmpty(maskedPaths);
    readonlyPaths = Fields.orEmpty(readonlyPaths);
    mountLabel = Fields.emptyToNull(mountLabel);
    timeOffsets = Fields.orEmpty(timeOffsets);
  }

  /** A Linux section in which nothing is set. */
  public static final Linux EMPTY =
      new Linux(
          List.of(), List.of(), Map.of(), null, null, List.of(), List.of(), Map.of(), null, null,
          List.of(), List.of(), null, null, null, null, Map.of());

  /**
   * Tells whether the container has a namespace of its own, or a joined one, of a type.
   *
   * @param type the type to look for
   * @return true if a namespace of the type is listed
   */
  public boolean has(NamespaceType type) {
    for (var namespace : namespaces) {
      if (namespace.type() == type) {
        return true;
      }
    }
    return false;
  }

  /**
   * Tells whether the container gets a namespace of a type that nobody else is in.
   *
   * @param type the type to look for
   * @return true if a namespace of the type is listed without a path to join
   */
  public boolean hasNew(NamespaceType type) {
    for (var namespace : namespaces) {
      if (namespace.type() == type) {
        return namespace.path() == null;
      }
    }
    return false;
  }

  /**
   * Returns this section with other namespaces.
   *
   * @param newNamespaces the namespaces to put in place
   * @return a copy
   */
  public Linux withNamespaces(List<Namespace> newNamespaces) {
    return with(resources, cgroupsPath, newNamespaces, intelRdt);
  }

  /**
   * Returns this section with another cgroup path.
   *
   * @param newCgroupsPath the path to put in place, null for the default one
   * @return a copy
   */
  public Linux withCgroupsPath(@Nullable String newCgroupsPath) {
    return with(resources, newCgroupsPath, namespaces, intelRdt);
  }

  /**
   * Returns this section with other limits.
   *
   * @param newResources the limits to put in place, null for none
   * @return a copy
   */
  public Linux withResources(@Nullable Resources newResources) {
    return with(newResources, cgroupsPath, namespaces, intelRdt);
  }

  /**
   * Returns this section with other shares of cache and memory bandwidth.
   *
   * @param newIntelRdt the shares to put in place, null for none
   * @return a copy
   */
  public Linux withIntelRdt(@Nullable IntelRdt newIntelRdt) {
    return with(resources, cgroupsPath, namespaces, newIntelRdt);
  }

  private Linux with(
      @Nullable Resources newResources,
      @Nullable String newCgroupsPath,
      List<Namespace> newNamespaces,
      @Nullable IntelRdt newIntelRdt) {
    return new Linux(
        uidMappings,
        gidMappings,
        sysctl,
        newResources,
        newCgroupsPath,
        newNamespaces,
        devices,
        netDevices,
        seccomp,
        rootfsPropagation,
        maskedPaths,
        readonlyPaths,
        mountLabel,
        newIntelRdt,
        memoryPolicy,
        personality,
        timeOffsets);
  }
}
