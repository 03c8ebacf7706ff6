package org.jrunc.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jrunc.cli.session.Explanation;
import org.jrunc.cli.session.Launch;
import org.jrunc.cli.session.Operations;
import org.jrunc.cli.session.Restore;
import org.jrunc.core.cgroup.stats.V1Statistics;
import org.jrunc.core.container.CheckpointRequest;
import org.jrunc.core.container.EventListener;
import org.jrunc.core.container.ExecRequest;
import org.jrunc.core.container.UpdateRequest;
import org.jrunc.core.failure.HostFailure;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.core.plan.Origin;
import org.jrunc.core.plan.Plan;
import org.jrunc.core.plan.ProcessStep;
import org.jrunc.core.program.Lowering;
import org.jrunc.spec.Mount;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.state.ContainerState;

/** Operations that note what they are asked, know some containers, and fail if told so. */
final class FakeOperations implements Operations {
  final List<Object> asked = new ArrayList<>();
  final List<ContainerState> containers = new ArrayList<>();
  final List<RuntimeFailure> failures = new ArrayList<>();
  final List<Integer> pids = new ArrayList<>();
  final Map<String, byte[]> files = new HashMap<>();
  int exitStatus;

  /** A call with its arguments. */
  record Call(String name, List<Object> arguments) {
    static Call of(String name, Object... arguments) {
      return new Call(name, List.of(arguments));
    }
  }

  private void note(String name, Object... arguments) {
    asked.add(Call.of(name, arguments));
    for (var failure : failures) {
      throw failure;
    }
  }

  @Override
  public Explanation explain(Caller caller, Launch launch) {
    note("explain", launch);
    return explanation();
  }

  @Override
  public Explanation explain(Caller caller, ExecRequest request) {
    note("explain", request);
    return explanation();
  }

  private static Explanation explanation() {
    var plan = new Plan(List.of(new ProcessStep.StartSession(Origin.implied("a reason"))));
    return new Explanation(plan, Lowering.lower(plan, 3));
  }

  @Override
  public void create(Caller caller, Launch launch) {
    note("create", launch);
  }

  @Override
  public void runDetached(Caller caller, Launch launch) {
    note("runDetached", launch);
  }

  @Override
  public int run(Caller caller, Launch launch, boolean keep, boolean subreaper) {
    note("run", launch, keep, subreaper);
    return exitStatus;
  }

  @Override
  public void start(Caller caller, String id) {
    note("start", id);
  }

  @Override
  public void checkpoint(Caller caller, CheckpointRequest request) {
    note("checkpoint", request);
  }

  @Override
  public void restoreDetached(Caller caller, Restore restore) {
    note("restoreDetached", restore);
  }

  @Override
  public int restore(Caller caller, Restore restore, boolean subreaper) {
    note("restore", restore, subreaper);
    return exitStatus;
  }

  @Override
  public int execute(Caller caller, ExecRequest request) {
    note("execute", request);
    return exitStatus;
  }

  @Override
  public ContainerState state(String id) {
    note("state", id);
    return containers.stream()
        .filter(container -> container.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new StateFailure(id, "container does not exist"));
  }

  @Override
  public void kill(String id, int signal, boolean endedIsFine) {
    note("kill", id, signal, endedIsFine);
  }

  @Override
  public List<String> matching(String pattern) {
    return containers.stream().map(ContainerState::id).filter(id -> id.matches(pattern)).toList();
  }

  @Override
  public void delete(Caller caller, String id, boolean force) {
    note("delete", id, force);
  }

  @Override
  public void pause(String id) {
    note("pause", id);
  }

  @Override
  public void resume(String id) {
    note("resume", id);
  }

  @Override
  public List<Integer> processes(String id) {
    note("processes", id);
    return pids;
  }

  @Override
  public String processTable(Caller caller, String id, List<String> arguments) {
    note("processTable", id, arguments);
    return "PID\n4711\n";
  }

  @Override
  public void update(UpdateRequest request) {
    note("update", request);
  }

  @Override
  public void addMounts(Caller caller, String id, List<Mount> mounts) {
    note("addMounts", id, mounts);
  }

  @Override
  public void removeMounts(Caller caller, String id, List<Mount> mounts) {
    note("removeMounts", id, mounts);
  }

  @Override
  public byte[] read(Caller caller, String file) {
    note("read", file);
    return files.getOrDefault(file, new byte[0]);
  }

  @Override
  public Statistics statistics(String id) {
    note("statistics", id);
    return new V1Statistics(Map.of()).read();
  }

  @Override
  public void watch(Caller caller, String id, Duration interval, EventListener listener) {
    note("watch", id, interval);
    listener.outOfMemory();
    listener.statistics(new V1Statistics(Map.of()).read());
    listener.failed(new HostFailure("cannot look"));
  }

  @Override
  public List<ContainerState> list(Consumer<String> complaints) {
    note("list");
    return containers;
  }
}
