package org.jrunc.core.plan;

import java.util.Locale;

/** Prints a plan for people: who does it, what, and which field of config.json asks for it. */
public final class PlanPrinter {
  private PlanPrinter() {}

  /** One line a step: {@code 12 container mount tmpfs on `/dev` nosuid,mode=755 (/mounts/1)}. */
  public static String print(Plan plan) {
    var out = new StringBuilder();
    for (int i = 0; i < plan.steps().size(); i++) {
      var step = plan.steps().get(i);
      var text = step.action();
      if (!step.detail().isEmpty()) {
        text += "  " + step.detail();
      }
      text += "  (" + step.origin() + ")";
      out.append(String.format(Locale.ROOT, "%3d  %-9s  %s\n", i + 1, side(step), text));
    }
    for (var warning : plan.warnings()) {
      out.append(
          String.format(Locale.ROOT, "warning  %s  (%s)\n", warning.message(), warning.pointer()));
    }
    return out.toString();
  }

  /** Which process takes a step: {@code engine}, {@code launcher} or {@code container}. */
  public static String side(Step step) {
    return switch (step) {
      case HostStep host -> "engine";
      case LaunchStep launch -> "launcher";
      case JoinStep.OpenCgroup open -> "launcher";
      case JoinStep.EnterContainer enter -> "launcher";
      case JoinStep.CloneProcess clone -> "launcher";
      case JoinStep inside -> "container";
      case MountStep mount -> "container";
      case DeviceStep device -> "container";
      case ProcessStep process -> "container";
      case SchedulingStep scheduling -> "container";
      case LabelStep label -> "container";
      case SyncStep sync -> "container";
      case CriuStep criu -> "criu";
    };
  }
}
