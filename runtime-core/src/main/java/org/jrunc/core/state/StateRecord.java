package org.jrunc.core.state;

import java.util.List;
import java.util.Map;
import org.jrunc.spec.json.Fields;
import org.jrunc.spec.state.ContainerState;
import org.jrunc.spec.state.State;

/**
 * What is known of a container between commands: the content of its state.json.
 *
 * @param id the container
 * @param stage how far it was brought
 * @param pid the container process as the runtime sees it; 0 while there is none yet
 * @param startTime when that process started, clock ticks after boot: with the pid, its identity
 * @param created when the container was made, RFC 3339 with nanoseconds, UTC
 * @param bundle absolute path of the bundle
 * @param rootfs absolute path of the root filesystem
 * @param ociVersion version of the runtime-spec that the state document claims
 * @param annotations annotations of config.json
 * @param owner user id of who made it
 * @param privatePidNamespace whether the death of the container process ends all others
 * @param cgroupDriver what manages the cgroup: {@code cgroupfs}
 * @param cgroupPaths absolute directory of the cgroup in each hierarchy, by controller; the empty
 *     name is the unified hierarchy
 * @param namespacePaths namespaces to join for later processes, by type as {@code pid}
 * @param resourceGroups directories of resctrl groups that go with the container
 * @param hooks whether the configuration names hooks, so that a command has to look there
 * @param callersKeyring whether the container process kept the session keyring of its maker
 */
public record StateRecord(
    String id,
    Stage stage,
    int pid,
    long startTime,
    String created,
    String bundle,
    String rootfs,
    String ociVersion,
    Map<String, String> annotations,
    int owner,
    boolean privatePidNamespace,
    String cgroupDriver,
    Map<String, String> cgroupPaths,
    Map<String, String> namespacePaths,
    List<String> resourceGroups,
    boolean hooks,
    boolean callersKeyring) {
  public StateRecord {
    id = Fields.orEmpty(id);
    stage = Fields.required("stage", stage);
    created = Fields.orEmpty(created);
    bundle = Fields.orEmpty(bundle);
    rootfs = Fields.orEmpty(rootfs);
    ociVersion = Fields.orEmpty(ociVersion);
    annotations = Fields.orEmpty(annotations);
    cgroupDriver = Fields.orEmpty(cgroupDriver);
    cgroupPaths = Fields.orEmpty(cgroupPaths);
    namespacePaths = Fields.orEmpty(namespacePaths);
    resourceGroups = Fields.orEmpty(resourceGroups);
  }

  /** This record with the container process. */
  public StateRecord withProcess(int newPid, long newStartTime) {
    return with(stage, newPid, newStartTime, namespacePaths, resourceGroups);
  }

  /** This record at another stage. */
  public StateRecord withStage(Stage newStage) {
    return with(newStage, pid, startTime, namespacePaths, resourceGroups);
  }

  /** This record with the namespaces of the container process. */
  public StateRecord withNamespacePaths(Map<String, String> newNamespacePaths) {
    return with(stage, pid, startTime, newNamespacePaths, resourceGroups);
  }

  /** This record with the resctrl groups that go with the container. */
  public StateRecord withResourceGroups(List<String> newResourceGroups) {
    return with(stage, pid, startTime, namespacePaths, newResourceGroups);
  }

  /** The document that hooks get; a stopped container has no pid. */
  public State hookState(Status status) {
    var visible = status == Status.STOPPED || pid == 0 ? null : Integer.valueOf(pid);
    return new State(ociVersion, id, status.word(), visible, bundle, annotations);
  }

  /** The document that {@code state} and {@code list} print; a stopped container has pid 0. */
  public ContainerState document(Status status, String ownerName) {
    var visible = status == Status.STOPPED ? 0 : pid;
    return new ContainerState(
        ociVersion, id, visible, status.word(), bundle, rootfs, created, annotations, ownerName);
  }

  private StateRecord with(
      Stage newStage,
      int newPid,
      long newStartTime,
      Map<String, String> newNamespacePaths,
      List<String> newResourceGroups) {
    return new StateRecord(
        id,
        newStage,
        newPid,
        newStartTime,
        created,
        bundle,
        rootfs,
        ociVersion,
        annotations,
        owner,
        privatePidNamespace,
        cgroupDriver,
        cgroupPaths,
        newNamespacePaths,
        newResourceGroups,
        hooks,
        callersKeyring);
  }
}
