package dev.trainyard.forward;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code trainyard.forward.*}.
 *
 * @param every time between two looks at an active configuration
 */
@ConfigurationProperties("trainyard.forward")
public record ForwardSettings(@DefaultValue("1h") Duration every) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  public ForwardSettings {
    if (every.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("trainyard.forward.every must be at least 1s");
    }
  }
}
