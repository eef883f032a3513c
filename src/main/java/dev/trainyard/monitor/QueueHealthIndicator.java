package dev.trainyard.monitor;

import dev.trainyard.queue.TrainingQueueEndpoint;
import java.util.List;
import org.apache.camel.CamelContext;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Reports whether this process's worker still fetches jobs, by the time of its last dequeue. A
 * process without a worker is up.
 */
@Component("queue")
class QueueHealthIndicator implements HealthIndicator {
  /** Longer than a dequeue after the longest backoff can take. */
  private static final long SILENT_SECONDS = 60;

  private final CamelContext camel;

  QueueHealthIndicator(CamelContext camel) {
    this.camel = camel;
  }

  @Override
  public Health health() {
    List<TrainingQueueEndpoint> queues =
        camel.getEndpoints().stream()
            .filter(TrainingQueueEndpoint.class::isInstance)
            .map(TrainingQueueEndpoint.class::cast)
            .filter(TrainingQueueEndpoint::isConsuming)
            .toList();
    Health.Builder health = Health.up();
    for (TrainingQueueEndpoint queue : queues) {
      long silent = queue.getSecondsSinceDequeue();
      health.withDetail("seconds_since_dequeue", silent);
      if (silent > SILENT_SECONDS && queue.getRunning() < queue.getSlots()) {
        health.down();
      }
    }
    return health.build();
  }
}
