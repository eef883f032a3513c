package dev.trainyard.cli.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** Waits longer and longer while a service is away, and gives up at last. */
public final class Outage {
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 10_000;

  private final Target target;
  private final Pause pause;
  private final Duration patience;
  private long awayMillis;

  /**
   * @param patience how long the service may be away
   */
  public Outage(Target target, Pause pause, Duration patience) {
    this.target = target;
    this.pause = pause;
    this.patience = patience;
  }

  /** The service has answered. */
  public void over() {
    awayMillis = 0;
  }

  /**
   * Waits before the service is asked again.
   *
   * @param failure an {@link IOException} or {@link ServiceException}
   * @param told receives the reason, once for each outage
   * @throws ServiceException when the service has refused, or was away for too long
   */
  public void await(Exception failure, Consumer<String> told) throws InterruptedException {
    boolean refused =
        failure instanceof ServiceException e && e.exitCode() != ServiceException.AWAY;
    if (refused || awayMillis >= patience.toMillis()) {
      throw failure instanceof ServiceException known
          ? known
          : new ServiceException(
              ServiceException.AWAY,
              "The service at %s has gone away: %s."
                  .formatted(target, Objects.toString(failure.getMessage(), "no answer")));
    }
    if (awayMillis == 0) {
      told.accept(
          failure instanceof ServiceException known
              ? String.valueOf(known.getMessage())
              : "The connection to %s is lost.".formatted(target));
    }
    long millis = Math.min(Math.max(FIRST_MILLIS, awayMillis), LONGEST_MILLIS);
    pause.millis(millis);
    awayMillis += millis;
  }
}
