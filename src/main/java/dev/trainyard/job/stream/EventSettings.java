package dev.trainyard.job.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.events.*}.
 *
 * @param maxStreams streams that a process serves at once
 * @param maxStreamsPerClient streams of one API key or user; callers without either have no such
 *     limit
 * @param heartbeat time after which a silent stream gets a comment
 * @param stallTimeout time after which a client that takes nothing is let go
 */
@ConfigurationProperties("trainyard.events")
public record EventSettings(
    @DefaultValue("1000") int maxStreams,
    @DefaultValue("20") int maxStreamsPerClient,
    @DefaultValue("15s") Duration heartbeat,
    @DefaultValue("30s") Duration stallTimeout) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public EventSettings {
    if (maxStreams < 1) {
      throw new IllegalArgumentException("trainyard.events.max-streams must be at least 1");
    }
    if (maxStreamsPerClient < 1) {
      throw new IllegalArgumentException(
          "trainyard.events.max-streams-per-client must be at least 1");
    }
    require("heartbeat", heartbeat);
    require("stall-timeout", stallTimeout);
  }

  private static void require(String name, Duration time) {
    if (time.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("trainyard.events.%s must be at least 1s".formatted(name));
    }
  }
}
