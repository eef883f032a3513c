package dev.trainyard.callback;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;

/**
 * Settings {@code trainyard.callbacks.*}.
 *
 * @param enabled whether requests may ask for callbacks, and whether this process delivers any
 * @param secret secret of the installation, from which those of the clients are derived; empty for
 *     none, and then there are no callbacks
 * @param secretOverlap how long the former secret of a client stays valid beside a new one
 * @param allowedNetworks addresses and networks that are not public and may be called nevertheless
 * @param connectTimeout the longest time to connect to a receiver
 * @param timeout the longest time of a whole call
 * @param concurrency calls of this process at once
 * @param perReceiver calls of this process to one receiver at once
 * @param retryDelay delay after the first attempt; each later one is twice as long
 * @param maxRetryDelay the longest delay
 * @param retryFor how long attempts are made before the callback is dead
 */
@ConfigurationProperties("trainyard.callbacks")
public record CallbackSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("") String secret,
    @DefaultValue("24h") Duration secretOverlap,
    @DefaultValue List<String> allowedNetworks,
    @DefaultValue("5s") Duration connectTimeout,
    @DefaultValue("15s") Duration timeout,
    @DefaultValue("32") int concurrency,
    @DefaultValue("4") int perReceiver,
    @DefaultValue("5s") Duration retryDelay,
    @DefaultValue("2h") Duration maxRetryDelay,
    @DefaultValue("24h") Duration retryFor) {
  /** The environment variable of {@link #secret}. */
  public static final String SECRET_VARIABLE = "TRAINYARD_CALLBACKS_SECRET";

  private static final int SECRET_LENGTH = 32;
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(30);

  public CallbackSettings {
    if (!secret.isEmpty() && secret.length() < SECRET_LENGTH) {
      throw new IllegalArgumentException(
          "trainyard.callbacks.secret (%s) must have at least %d characters: make one with openssl rand -base64 32"
              .formatted(SECRET_VARIABLE, SECRET_LENGTH));
    }
    if (timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "trainyard.callbacks.timeout must be at most 30s: another process takes over an attempt after a minute");
    }
    Map.of(
            "connect-timeout", connectTimeout,
            "timeout", timeout,
            "retry-delay", retryDelay,
            "max-retry-delay", maxRetryDelay,
            "retry-for", retryFor)
        .forEach(CallbackSettings::requirePositive);
    if (secretOverlap.isNegative()) {
      throw new IllegalArgumentException("trainyard.callbacks.secret-overlap must not be negative");
    }
    if (concurrency < 1 || perReceiver < 1) {
      throw new IllegalArgumentException(
          "trainyard.callbacks.concurrency and .per-receiver must be at least 1");
    }
    allowedNetworks = List.copyOf(allowedNetworks);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "trainyard.callbacks.%s must be longer than 0, not %s"
              .formatted(name, DurationStyle.SIMPLE.print(value)));
    }
  }

  /** Returns whether this process can sign callbacks, and may. */
  public boolean isActive() {
    return enabled && !secret.isEmpty();
  }

  /** Hides the secret. */
  @Override
  public String toString() {
    return "CallbackSettings[enabled=%s, secret %s]"
        .formatted(enabled, secret.isEmpty() ? "missing" : "present");
  }
}
