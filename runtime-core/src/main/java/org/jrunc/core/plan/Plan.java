package org.jrunc.core.plan;

import java.util.List;

/**
 * What is done to make a container, in order: steps of the engine and of the container's process as
 * they follow one another.
 */
public record Plan(List<Step> steps) {
  /** Copies the list. */
  public Plan {
    steps = List.copyOf(steps);
  }

  /** The steps of one kind, in order. */
  public <T extends Step> List<T> only(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
