package dev.trainyard.cache;

import dev.trainyard.cache.RedisResults.Found;
import dev.trainyard.cache.RedisResults.Kept;
import dev.trainyard.cache.RedisResults.Lookup;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that take long to compute. Of those who ask for the same at once one computes it, and
 * those who ask later get what Redis has kept. Answers are bytes, so that both are the same.
 */
public final class ResultCache {
  private static final Logger LOG = LoggerFactory.getLogger(ResultCache.class);

  /** Each holds a thread of the API. */
  static final int MAX_WAITING = 6;

  private final Optional<RedisResults> redis;
  private final String build;
  private final MeterRegistry meters;
  private final Map<ResultKey, CompletableFuture<byte[]>> running = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param redis where answers are kept; empty when none are
   * @param build identifies the code that computes them
   */
  ResultCache(Optional<RedisResults> redis, String build, MeterRegistry meters) {
    this.redis = redis;
    this.build = build;
    this.meters = meters;
  }

  /**
   * Returns an answer: the one that is kept, or else it is computed and kept.
   *
   * @param operation what is computed, such as {@code report}; a label of the metrics
   * @param inputs all that the answer depends on at the moment, in a fixed order; asked for again
   *     after computing, since an answer during which something has changed is not kept
   * @param work computes the answer; what it throws is thrown to all who wait for it
   * @return the answer, which nobody may change
   * @throws TooManyWaitingException when too many wait already for answers of others
   */
  public byte[] get(String operation, Supplier<List<String>> inputs, Supplier<byte[]> work) {
    if (redis.isEmpty()) {
      return work.get();
    }
    Supplier<ResultKey> key = () -> key(operation, inputs.get());
    ResultKey now = key.get();
    CompletableFuture<byte[]> own = new CompletableFuture<>();
    CompletableFuture<byte[]> others = running.putIfAbsent(now, own);
    if (others != null) {
      byte[] answer = await(others);
      count(now, "shared");
      return answer;
    }
    try {
      byte[] answer = answer(redis.get(), now, key, work);
      own.complete(answer);
      return answer;
    } catch (RuntimeException e) {
      own.completeExceptionally(e);
      throw e;
    } finally {
      running.remove(now);
      // after an Error, which is not for others
      own.completeExceptionally(new IllegalStateException("the answer could not be computed"));
    }
  }

  private byte[] answer(
      RedisResults kept, ResultKey now, Supplier<ResultKey> key, Supplier<byte[]> work) {
    Lookup lookup = kept.find(now);
    count(now, lookup.found().name());
    if (lookup.answer().isPresent()) {
      return lookup.answer().get();
    }
    byte[] answer = work.get();
    if (lookup.found() != Found.UNAVAILABLE) {
      Kept outcome = isStill(now, key) ? kept.store(now, answer) : Kept.CHANGED;
      meters
          .counter(
              "trainyard.results.kept",
              "operation",
              now.operation(),
              "outcome",
              outcome.name().toLowerCase(Locale.ROOT))
          .increment();
    }
    return answer;
  }

  private static boolean isStill(ResultKey former, Supplier<ResultKey> key) {
    try {
      return former.equals(key.get());
    } catch (RuntimeException e) {
      // The answer is there: that it cannot be computed again now is told to the next who asks
      LOG.debug("an answer is not kept: {}", e.getMessage());
      return false;
    }
  }

  private ResultKey key(String operation, List<String> inputs) {
    List<String> all = new ArrayList<>(inputs);
    all.add(build);
    return ResultKey.of(operation, all);
  }

  /** How many wait for answers that others compute. */
  int waiting() {
    return waiting.get();
  }

  private byte[] await(CompletableFuture<byte[]> others) {
    if (waiting.incrementAndGet() > MAX_WAITING) {
      waiting.decrementAndGet();
      throw new TooManyWaitingException(MAX_WAITING);
    }
    try {
      return others.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    } finally {
      waiting.decrementAndGet();
    }
  }

  private void count(ResultKey key, String result) {
    meters
        .counter(
            "trainyard.results",
            "operation",
            key.operation(),
            "result",
            result.toLowerCase(Locale.ROOT))
        .increment();
  }
}
