package org.jrunc.core.container;

import org.jrunc.core.failure.RuntimeFailure;
import org.jrunc.spec.events.Statistics;

/** Takes what {@link Containers#watch} sees. */
public interface EventListener {
  /** What the container uses now. */
  void statistics(Statistics statistics);

  /** A process of the container was killed, or has to wait, for want of memory. */
  void outOfMemory();

  /** This time there are no statistics. */
  void failed(RuntimeFailure failure);
}
