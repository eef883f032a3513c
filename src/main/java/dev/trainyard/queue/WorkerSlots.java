package dev.trainyard.queue;

import java.util.List;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;

/**
 * The current number of slots of this process. A setting sets it at the start; an edit of the route
 * or an operator may change it later.
 */
@Component
public class WorkerSlots {
  private final CamelContext camel;

  WorkerSlots(CamelContext camel) {
    this.camel = camel;
  }

  /** Returns the number of jobs that this process runs at once; 0 when it is not a worker. */
  public int count() {
    return endpoints().stream().mapToInt(TrainingQueueEndpoint::getSlots).sum();
  }

  /**
   * Changes the number until the process ends; running jobs continue.
   *
   * @throws IllegalStateException when this process is not a worker
   * @throws IllegalArgumentException when a slot would have too little heap for any job
   */
  public void change(int slots) {
    endpoints().stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("this process runs no jobs, so it has no slots"))
        .setSlots(slots);
  }

  private List<TrainingQueueEndpoint> endpoints() {
    return camel.getEndpoints().stream()
        .filter(TrainingQueueEndpoint.class::isInstance)
        .map(TrainingQueueEndpoint.class::cast)
        .filter(TrainingQueueEndpoint::isConsuming)
        .toList();
  }
}
