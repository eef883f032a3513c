package dev.trainyard.monitor;

import dev.trainyard.process.DaemonThreads;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnectionCommands;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Pings Redis on a separate thread: a host that has vanished blocks the connection for longer than
 * a health check waits.
 */
@Component
class RedisProbe implements MeterBinder {
  private static final Duration PATIENCE = Duration.ofMillis(700);

  private final StringRedisTemplate redis;
  private final ExecutorService asker =
      Executors.newSingleThreadExecutor(DaemonThreads.factory("trainyard-redis-probe"));

  /** Null before the first ping. */
  private @Nullable Future<Optional<String>> question;

  RedisProbe(StringRedisTemplate redis) {
    this.redis = redis;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("trainyard.redis.up", this, probe -> probe.fault().isEmpty() ? 1 : 0)
        .description("1 while Redis answers this process")
        .register(registry);
  }

  /** Returns why Redis does not answer, or empty when it does. */
  Optional<String> fault() {
    try {
      return question().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.of("no answer within " + PATIENCE.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a ping reports its own failure", e);
    }
  }

  /** Returns the current ping or starts one, one at a time. */
  private synchronized Future<Optional<String>> question() {
    Future<Optional<String>> asked = question;
    if (asked == null || asked.isDone()) {
      asked = asker.submit(this::ask);
      question = asked;
    }
    return asked;
  }

  private Optional<String> ask() {
    try {
      redis.execute((RedisCallback<String>) RedisConnectionCommands::ping);
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @PreDestroy
  void stop() {
    asker.shutdownNow();
  }
}
