package org.jrunc.core.plan;

/** A point at which the container's process and the engine wait for each other. */
public sealed interface SyncStep extends Step {
  /** Waits until the engine has done what only it can: id maps, the state that hooks read. */
  record AwaitEngine(Origin origin) implements SyncStep {
    @Override
    public String action() {
      return "wait for the engine";
    }
  }

  /**
   * Opens a netlink socket of the container's network, and waits until devices were moved there.
   */
  record AwaitNetworkDevices(Origin origin) implements SyncStep {
    @Override
    public String action() {
      return "wait for the network devices";
    }
  }

  /** Says that the mounts are done and waits until the hooks of the runtime namespace have run. */
  record AwaitHostHooks(Origin origin) implements SyncStep {
    @Override
    public String action() {
      return "wait for the prestart and createRuntime hooks";
    }
  }

  /** Says that everything is set up and waits for the resource limits and the state file. */
  record ReportReady(Origin origin) implements SyncStep {
    @Override
    public String action() {
      return "report that the container is ready";
    }
  }

  /**
   * Has the engine hand the filter's listener to the agent, and closes it: no process of the
   * container may answer for itself.
   *
   * @param socket where the agent listens, an absolute path
   */
  record HandOverListener(String socket, Origin origin) implements SyncStep {
    @Override
    public String action() {
      return "hand the seccomp listener to the agent at `" + socket + "`";
    }
  }

  /** Blocks on the exec fifo until {@code start}. */
  record AwaitStart(int fifo, Origin origin) implements SyncStep {
    @Override
    public String action() {
      return "wait for start";
    }
  }

  /** Ends the process because the engine gave up or a hook failed. */
  record Abandon(Origin origin) implements SyncStep {
    @Override
    public String action() {
      return "exit because the container was given up";
    }
  }
}
