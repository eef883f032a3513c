package dev.trainyard.fetch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.fetches.*}.
 *
 * @param concurrency how many fetches a process runs at once; 0 for none
 * @param lease time after which a fetch of a silent process goes to another one
 */
@ConfigurationProperties("trainyard.fetches")
public record FetchSettings(
    @DefaultValue("4") int concurrency, @DefaultValue("30s") Duration lease) {

  private static final Duration SHORTEST = Duration.ofSeconds(3);

  public FetchSettings {
    if (concurrency < 0) {
      throw new IllegalArgumentException("trainyard.fetches.concurrency must be 0 or more");
    }
    if (lease.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("trainyard.fetches.lease must be at least 3s");
    }
  }
}
