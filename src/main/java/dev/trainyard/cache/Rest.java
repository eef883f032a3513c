package dev.trainyard.cache;

import io.lettuce.core.RedisCommandExecutionException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps callers from a Redis that does not answer: after a failure nobody asks it for a while, and
 * then one caller alone, until it has answered.
 */
final class Rest {
  private static final Logger LOG = LoggerFactory.getLogger(Rest.class);

  static final Duration LENGTH = Duration.ofSeconds(5);

  private final Clock clock;
  private final Semaphore trial = new Semaphore(1);
  private volatile boolean answers;
  private volatile Instant until = Instant.MIN;

  Rest(Clock clock) {
    this.clock = clock;
  }

  /** Asks Redis, unless it rests; empty when it rests, refuses or does not answer. */
  <T> Optional<T> ask(Supplier<T> question) {
    if (answers) {
      return attempt(question);
    }
    if (clock.instant().isBefore(until) || !trial.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return attempt(question);
    } finally {
      trial.release();
    }
  }

  private <T> Optional<T> attempt(Supplier<T> question) {
    try {
      T answer = question.get();
      answers = true;
      return Optional.of(answer);
    } catch (RuntimeException e) {
      LOG.debug("Redis keeps no results: {}", e.getMessage());
      answers = refuses(e);
      if (!answers) {
        until = clock.instant().plus(LENGTH);
      }
      return Optional.empty();
    }
  }

  /** A Redis that refuses a command, for instance because it is full, answers others. */
  private static boolean refuses(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RedisCommandExecutionException) {
        return true;
      }
    }
    return false;
  }
}
