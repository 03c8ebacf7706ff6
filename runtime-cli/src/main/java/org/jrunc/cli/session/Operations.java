package org.jrunc.cli.session;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jrunc.core.container.CheckpointRequest;
import org.jrunc.core.container.EventListener;
import org.jrunc.core.container.ExecRequest;
import org.jrunc.core.container.UpdateRequest;
import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.core.failure.StateFailure;
import org.jrunc.core.launch.Caller;
import org.jrunc.spec.Mount;
import org.jrunc.spec.events.Statistics;
import org.jrunc.spec.state.ContainerState;

/**
 * What commands ask of the core, for the containers of one root. Everything throws a {@link
 * RuntimeFailure} if it cannot be done.
 */
public interface Operations {

  /** What {@link #create} would do. Changes nothing and needs no privileges. */
  Explanation explain(Caller caller, Launch launch);

  /** What {@link #execute} would do. Changes nothing. */
  Explanation explain(Caller caller, ExecRequest request);

  /** Makes a container whose process waits for {@link #start}. */
  void create(Caller caller, Launch launch);

  /** Makes a container, starts it and returns. */
  void runDetached(Caller caller, Launch launch);

  /**
   * Makes a container, starts it and stays with it until it ends.
   *
   * @param keep whether it is left for {@link #delete} when it ends
   * @param subreaper whether the caller adopts the container's orphans meanwhile
   * @return its exit status, 128 and the signal's number added if a signal ended it
   */
  int run(Caller caller, Launch launch, boolean keep, boolean subreaper);

  /** Writes the processes of a container to images; unless they go on, the container is removed. */
  void checkpoint(Caller caller, CheckpointRequest request);

  /** Makes a container from images and returns. */
  void restoreDetached(Caller caller, Restore restore);

  /**
   * Makes a container from images and stays with it until it ends.
   *
   * @param subreaper whether the caller adopts the container's orphans meanwhile
   * @return its exit status, 128 and the signal's number added if a signal ended it
   */
  int restore(Caller caller, Restore restore, boolean subreaper);

  /** Lets a created container execute its program. */
  void start(Caller caller, String id);

  /**
   * Runs another process in a container.
   *
   * @return its exit status, 128 and the signal's number added if a signal ended it; 0 if it is
   *     left alone
   */
  int execute(Caller caller, ExecRequest request);

  /**
   * The state of a container.
   *
   * @throws StateFailure if there is none
   */
  ContainerState state(String id);

  /**
   * Sends a signal to a container.
   *
   * @param endedIsFine whether nothing is to be done, and nothing wrong, if it has ended
   */
  void kill(String id, int signal, boolean endedIsFine);

  /**
   * The ids of all containers that an expression matches, sorted.
   *
   * @param pattern an extended regular expression, regex(7)
   */
  List<String> matching(String pattern);

  /**
   * Removes what a container left.
   *
   * @param force whether it is killed first, and it is fine if there is none
   */
  void delete(Caller caller, String id, boolean force);

  /** Stops all processes of a container where they are. */
  void pause(String id);

  /** Lets the processes of a paused container go on. */
  void resume(String id);

  /** The pids of all processes of a container. */
  List<Integer> processes(String id);

  /**
   * The processes of a container as ps(1) shows them.
   *
   * @param arguments those of ps
   */
  String processTable(Caller caller, String id, List<String> arguments);

  /** Changes limits of a container; what is not asked for stays. */
  void update(UpdateRequest request);

  /** Adds mounts to a container, in their order: all of them or none. */
  void addMounts(Caller caller, String id, List<Mount> mounts);

  /** Takes away what is mounted in a container at the destinations of mounts, in their order. */
  void removeMounts(Caller caller, String id, List<Mount> mounts);

  /** The content of a file that a caller names; {@code -} is its standard input. */
  byte[] read(Caller caller, String file);

  /** What a container uses. */
  Statistics statistics(String id);

  /**
   * Tells a listener what a container uses, and when it wants for memory, until the container is
   * removed or nobody reads the caller's standard output any more.
   *
   * @param interval from one look at what it uses to the next
   */
  void watch(Caller caller, String id, Duration interval, EventListener listener);

  /**
   * The state of every container, sorted by id.
   *
   * @param complaints takes a line for each container whose state cannot be told
   */
  List<ContainerState> list(Consumer<String> complaints);
}
