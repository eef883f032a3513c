package dev.trainyard.job.lifecycle;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.retry.*}: how long a job waits before it is tried again.
 *
 * @param initialDelay delay of the second attempt
 * @param multiplier factor between the delays of two attempts, 1 or more
 * @param maxDelay longest delay
 */
@ConfigurationProperties("trainyard.retry")
public record RetrySettings(
    @DefaultValue("5s") Duration initialDelay,
    @DefaultValue("2") double multiplier,
    @DefaultValue("5m") Duration maxDelay) {

  public RetrySettings {
    if (initialDelay.isNegative() || maxDelay.compareTo(initialDelay) < 0 || !(multiplier >= 1)) {
      throw new IllegalArgumentException(
          "trainyard.retry needs 0 <= initial-delay <= max-delay and multiplier >= 1");
    }
  }
}
