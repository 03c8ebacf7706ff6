package org.jrunc.core.state;

import static org.jrunc.core.state.Status.CREATED;
import static org.jrunc.core.state.Status.CREATING;
import static org.jrunc.core.state.Status.PAUSED;
import static org.jrunc.core.state.Status.RUNNING;
import static org.jrunc.core.state.Status.STOPPED;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jrunc.core.failure.StateFailure;

/**
 * The one table of what may be done to a container in which status. Every command asks it first.
 * The refusals are runc's phrases, which callers match.
 */
public final class Transitions {
  private static final Map<Command, Set<Status>> TABLE = table();

  private Transitions() {}

  /** The statuses in which each command may be carried out. */
  public static Map<Command, Set<Status>> all() {
    return TABLE;
  }

  /** Whether a command may be carried out in a status. */
  public static boolean allows(Command command, Status status) {
    return TABLE.getOrDefault(command, Set.of()).contains(status);
  }

  /**
   * Insists that a command may be carried out.
   *
   * @throws StateFailure with runc's phrase if not
   */
  public static void require(Command command, ContainerId id, Status status) {
    if (!allows(command, status)) {
      throw new StateFailure(id.value(), refusal(command, id, status));
    }
  }

  private static Map<Command, Set<Status>> table() {
    var table = new EnumMap<Command, Set<Status>>(Command.class);
    for (var command : Command.values()) {
      table.put(command, Collections.unmodifiableSet(statuses(command)));
    }
    return Collections.unmodifiableMap(table);
  }

  private static Set<Status> statuses(Command command) {
    return switch (command) {
      case STATE, PS, FORCE_DELETE -> EnumSet.allOf(Status.class);
      case START -> EnumSet.of(CREATED);
      case KILL, UPDATE, EVENTS -> EnumSet.of(CREATING, CREATED, RUNNING, PAUSED);
      // A created container has a process, but nothing of the user's has run: it is killed first.
      case DELETE -> EnumSet.of(CREATED, STOPPED);
      case EXEC, PAUSE -> EnumSet.of(CREATED, RUNNING);
      case EXEC_IGNORING_PAUSE, MOUNTS -> EnumSet.of(CREATED, RUNNING, PAUSED);
      case RESUME -> EnumSet.of(PAUSED);
      case CHECKPOINT -> EnumSet.of(RUNNING, PAUSED);
    };
  }

  private static String refusal(Command command, ContainerId id, Status status) {
    return switch (command) {
      case START ->
          switch (status) {
            case STOPPED -> "cannot start a container that has stopped";
            case RUNNING -> "cannot start an already running container";
            default -> "cannot start a container in the " + status.word() + " state";
          };
      case DELETE -> "cannot delete container " + id + " that is not stopped: " + status.word();
      case EXEC, EXEC_IGNORING_PAUSE ->
          status == PAUSED
              ? "cannot exec in a paused container (use --ignore-paused to override)"
              : "cannot exec in a " + status.word() + " container";
      case KILL, PAUSE, UPDATE, MOUNTS, STATE, PS, FORCE_DELETE -> "container not running";
      case RESUME -> "container not paused";
      case EVENTS -> "container with id " + id + " is not running";
      case CHECKPOINT -> "Container cannot be checkpointed in " + status.word() + " state";
    };
  }
}
