package dev.trainyard.queue;

import java.util.List;
import org.apache.camel.CamelContext;
import org.springframework.stereotype.Component;

/**
 * The slots of this process that hold now: a setting names them at the start, an edit of the route
 * and an operator change them while it runs.
 */
@Component
public class WorkerSlots {
  private final CamelContext camel;

  WorkerSlots(CamelContext camel) {
    this.camel = camel;
  }

  /** Jobs that this process runs at once; 0 when it runs none. */
  public int count() {
    return endpoints().stream().mapToInt(TrainingQueueEndpoint::getSlots).sum();
  }

  /**
   * Changes them until the end of the process; jobs that run go on.
   *
   * @throws IllegalStateException when this process runs no jobs
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
