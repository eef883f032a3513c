package dev.trainyard.job.queue;

import dev.trainyard.job.Priority;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.queue.*}.
 *
 * @param lease time after which a silent worker's job goes to another worker
 * @param heartbeat interval at which a worker renews its leases
 * @param reconcileInterval interval of the repair of expired leases and deadlines
 * @param maxQueued jobs that may wait before submissions are refused
 * @param headStart how much earlier or later than submitted a job of high or low priority queues
 */
@ConfigurationProperties("trainyard.queue")
public record QueueSettings(
    @DefaultValue("10s") Duration lease,
    @DefaultValue("1s") Duration heartbeat,
    @DefaultValue("2s") Duration reconcileInterval,
    @DefaultValue("100000") int maxQueued,
    @DefaultValue HeadStart headStart) {

  public QueueSettings {
    if (lease.compareTo(heartbeat.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "trainyard.queue.lease must be at least three times trainyard.queue.heartbeat");
    }
    if (maxQueued < 1) {
      throw new IllegalArgumentException("trainyard.queue.max-queued must be at least 1");
    }
  }

  /**
   * The head start by priority.
   *
   * @param high how much earlier a high job queues
   * @param low how much later a low job queues
   */
  public record HeadStart(@DefaultValue("10m") Duration high, @DefaultValue("10m") Duration low) {

    /**
     * Returns the milliseconds to subtract from the time at which a job of that priority is due.
     */
    public long millis(Priority priority) {
      return switch (priority) {
        case HIGH -> high.toMillis();
        case NORMAL -> 0;
        case LOW -> -low.toMillis();
      };
    }
  }
}
