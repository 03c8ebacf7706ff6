package org.jrunc.cli.session;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jrunc.core.container.CheckpointRequest;
import org.jrunc.core.container.Containers;
import org.jrunc.core.container.CreateRequest;
import org.jrunc.core.container.EventListener;
import org.jrunc.core.container.ExecRequest;
import org.jrunc.core.container.RestoreRequest;
import org.jrunc.core.container.UpdateRequest;
import org.jrunc.core.launch.Caller;
import org.jrunc.spec.Mount;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.state.ContainerState;

/** The operations as the core carries them out. */
public final class CoreOperations implements Operations {
  private final Containers containers;

  /** Operations on these containers. */
  public CoreOperations(Containers containers) {
    this.containers = containers;
  }

  @Override
  public Explanation explain(Caller caller, Launch launch) {
    var blueprint = containers.explain(caller, request(launch, true, false, true));
    return new Explanation(blueprint.plan(), blueprint.program());
  }

  @Override
  public Explanation explain(Caller caller, ExecRequest request) {
    var blueprint = containers.explain(caller, request);
    return new Explanation(blueprint.plan(), blueprint.program());
  }

  @Override
  public void create(Caller caller, Launch launch) {
    containers.create(caller, request(launch, true, false, true));
  }

  @Override
  public void runDetached(Caller caller, Launch launch) {
    containers.runDetached(caller, request(launch, true, false, true));
  }

  @Override
  public int run(Caller caller, Launch launch, boolean keep, boolean subreaper) {
    return containers.run(caller, request(launch, false, keep, subreaper));
  }

  @Override
  public void checkpoint(Caller caller, CheckpointRequest request) {
    containers.checkpoint(caller, request);
  }

  @Override
  public void restoreDetached(Caller caller, Restore restore) {
    containers.restoreDetached(caller, request(restore, true, true));
  }

  @Override
  public int restore(Caller caller, Restore restore, boolean subreaper) {
    return containers.restore(caller, request(restore, false, subreaper));
  }

  @Override
  public void start(Caller caller, String id) {
    containers.start(caller, id);
  }

  @Override
  public int execute(Caller caller, ExecRequest request) {
    return containers.execute(caller, request);
  }

  @Override
  public ContainerState state(String id) {
    return containers.state(id);
  }

  @Override
  public void kill(String id, int signal, boolean endedIsFine) {
    containers.kill(id, signal, endedIsFine);
  }

  @Override
  public List<String> matching(String pattern) {
    return containers.matching(pattern);
  }

  @Override
  public void delete(Caller caller, String id, boolean force) {
    containers.delete(caller, id, force);
  }

  @Override
  public void pause(String id) {
    containers.pause(id);
  }

  @Override
  public void resume(String id) {
    containers.resume(id);
  }

  @Override
  public List<Integer> processes(String id) {
    return containers.processes(id);
  }

  @Override
  public String processTable(Caller caller, String id, List<String> arguments) {
    return containers.processTable(caller, id, arguments);
  }

  @Override
  public void update(UpdateRequest request) {
    containers.update(request);
  }

  @Override
  public void addMounts(Caller caller, String id, List<Mount> mounts) {
    containers.addMounts(caller, id, mounts);
  }

  @Override
  public void removeMounts(Caller caller, String id, List<Mount> mounts) {
    containers.removeMounts(caller, id, mounts);
  }

  @Override
  public byte[] read(Caller caller, String file) {
    return containers.read(caller, file);
  }

  @Override
  public Statistics statistics(String id) {
    return containers.statistics(id);
  }

  @Override
  public void watch(Caller caller, String id, Duration interval, EventListener listener) {
    containers.watch(caller, id, interval, listener);
  }

  @Override
  public List<ContainerState> list(Consumer<String> complaints) {
    return containers.list(complaints);
  }

  private static RestoreRequest request(Restore restore, boolean detach, boolean subreaper) {
    return new RestoreRequest(
        request(restore.launch(), detach, false, subreaper),
        restore.images(),
        restore.securityProfile(),
        restore.mountContext());
  }

  private static CreateRequest request(
      Launch launch, boolean detach, boolean keep, boolean subreaper) {
    return new CreateRequest(
        launch.id(),
        launch.bundle(),
        launch.config().map(Object::toString).orElse("config.json"),
        launch.consoleSocket(),
        launch.pidfdSocket(),
        launch.pidFile(),
        launch.preservedFds(),
        launch.pivot(),
        launch.newKeyring(),
        detach,
        keep,
        subreaper);
  }
}
