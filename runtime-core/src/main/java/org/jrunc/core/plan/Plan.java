package org.jrunc.core.plan;

import java.util.List;

/**
 * What is done to make a container, in order: steps of the engine and of the container's process as
 * they follow one another.
 *
 * @param warnings what will not be done as config.json asks
 */
public record Plan(List<Step> steps, List<Warning> warnings) {
  /** Copies the lists. */
  public Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** A plan that does all that was asked. */
  public Plan(List<Step> steps) {
    this(steps, List.of());
  }

  /** The steps of one kind, in order. */
  public <T extends Step> List<T> only(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
