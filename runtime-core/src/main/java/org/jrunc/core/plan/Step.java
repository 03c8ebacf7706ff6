package org.jrunc.core.plan;

/** One thing that is done to make a container, in the order given by its plan. */
public sealed interface Step
    permits HostStep,
        LaunchStep,
        JoinStep,
        MountStep,
        DeviceStep,
        ProcessStep,
        SchedulingStep,
        LabelStep,
        SyncStep,
        CriuStep {
  /** Where the step comes from. */
  Origin origin();

  /**
   * What the step does, as a phrase that begins with a verb and can follow "cannot": {@code mount
   * tmpfs on `/dev/shm`}.
   */
  String action();

  /** How a message about its failure begins; where callers know runc's words, those. */
  default String complaint() {
    return "cannot " + action();
  }

  /** Details that the action leaves out, for readers of a plan; may be empty. */
  default String detail() {
    return "";
  }
}
