package dev.trainyard.schedule;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.schedules.*}.
 *
 * @param minInterval shortest time between two runs of a schedule; an expression that is due more
 *     often is refused
 */
@ConfigurationProperties("trainyard.schedules")
public record ScheduleSettings(@DefaultValue("1m") Duration minInterval) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public ScheduleSettings {
    if (minInterval.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("trainyard.schedules.min-interval must be at least 1s");
    }
  }
}
