package dev.trainyard.callback;

import java.time.Duration;
import java.util.List;

/** Settings of callbacks with the defaults of the service, and a secret. */
public final class SampleSettings {
  /** The secret of the installation. */
  public static final String SECRET = "a secret of the tests, 32 characters";

  private SampleSettings() {}

  /** Settings that allow networks that are not public. */
  public static CallbackSettings allowing(String... networks) {
    return with(SECRET, Duration.ofSeconds(15), networks);
  }

  /** Settings with a secret and a time of a call. */
  public static CallbackSettings with(String secret, Duration timeout, String... networks) {
    return new CallbackSettings(
        true,
        secret,
        Duration.ofHours(24),
        List.of(networks),
        Duration.ofSeconds(5),
        timeout,
        32,
        4,
        Duration.ofSeconds(5),
        Duration.ofHours(2),
        Duration.ofHours(24));
  }
}
