package dev.trainyard.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.clients.*}: how much each client may ask for. A client is known by its
 * key or token; callers without either have no such limits.
 *
 * @param maxQueued jobs of a client that may wait, delayed ones included; 0 for no limit
 * @param requestsPerSecond requests over HTTP that a client may send; 0 for no limit
 */
@ConfigurationProperties("trainyard.clients")
public record ClientSettings(
    @DefaultValue("0") int maxQueued, @DefaultValue("0") int requestsPerSecond) {

  private static final int MOST_PER_SECOND = 1_000_000;

  public ClientSettings {
    if (maxQueued < 0) {
      throw new IllegalArgumentException(
          "trainyard.clients.max-queued must be at least 0, which is no limit");
    }
    if (requestsPerSecond < 0 || requestsPerSecond > MOST_PER_SECOND) {
      throw new IllegalArgumentException(
          "trainyard.clients.requests-per-second must be 0, which is no limit, to 1000000");
    }
  }
}
