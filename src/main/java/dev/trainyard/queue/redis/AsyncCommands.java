package dev.trainyard.queue.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Sends commands together and then waits for all, on the connection that is there. A pipeline of
 * the template would open one for itself each time.
 */
public final class AsyncCommands {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private AsyncCommands() {}

  /**
   * Sends commands.
   *
   * @param sender sends each of them
   * @return what becomes of them; one that failed or got no reply in time has not ended normally
   */
  @SuppressWarnings("unchecked")
  public static <T> List<RedisFuture<T>> send(
      RedisConnection connection,
      Function<RedisClusterAsyncCommands<byte[], byte[]>, List<RedisFuture<T>>> sender) {
    // The one type that standalone, sentinel and cluster connections of Lettuce have in common
    List<RedisFuture<T>> sent =
        sender.apply((RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection());
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      for (RedisFuture<T> one : sent) {
        var unused = one.await(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return sent;
  }
}
