package dev.trainyard.api.strategy;

import dev.trainyard.api.HttpSettings;
import dev.trainyard.api.problem.TooManyBacktestsException;
import dev.trainyard.startup.StartupRefusedException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Bounds what reads candles while a client waits: each such request may hold a million of them in
 * the heap, more than once. A request waits a little for its turn, in the order of arrival; those
 * that wait hold a thread of the API, so that few may.
 */
@Component
public final class BacktestLimit {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Half of the threads of the API at the default limit, with those that run. */
  private static final int MAX_WAITING = 6;

  private final int concurrent;
  private final Duration patience;
  private final Semaphore permits;

  /**
   * @param settings how many may run at a time, at least 1
   */
  @Autowired
  BacktestLimit(HttpSettings settings) {
    this(settings.concurrentBacktests(), PATIENCE);
  }

  BacktestLimit(int concurrent, Duration patience) {
    if (concurrent < 1) {
      throw new StartupRefusedException(
          "trainyard.http.concurrent-backtests is %d; it must be at least 1."
              .formatted(concurrent));
    }
    this.concurrent = concurrent;
    this.patience = patience;
    this.permits = new Semaphore(concurrent, true);
  }

  /** Work of a request, with the exception that it may end in. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /**
   * Does work when it is its turn.
   *
   * @throws TooManyBacktestsException when too many run and wait already, or none ends soon
   */
  public <T, E extends Exception> T run(Work<T, E> work) throws E {
    if (waiting() >= MAX_WAITING || !acquire()) {
      throw new TooManyBacktestsException(concurrent);
    }
    try {
      return work.run();
    } finally {
      permits.release();
    }
  }

  /** How many wait for their turn. */
  int waiting() {
    return permits.getQueueLength();
  }

  private boolean acquire() {
    try {
      return permits.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
