package dev.trainyard.api.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.job.queue.QueueQueries;
import dev.trainyard.queue.redis.AsyncCommands;
import dev.trainyard.queue.redis.ReadySet;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Positions in the queue: a rank in Redis whatever the depth, and from PostgreSQL for the jobs that
 * Redis does not have.
 */
@Component
class QueuePositions {
  private static final Logger LOG = LoggerFactory.getLogger(QueuePositions.class);
  private static final byte[] READY = ReadySet.KEY.getBytes(UTF_8);

  private final StringRedisTemplate redis;
  private final QueueQueries queue;

  QueuePositions(StringRedisTemplate redis, QueueQueries queue) {
    this.redis = redis;
    this.queue = queue;
  }

  /** Positions from 1 of jobs that wait; one that is not found has none. */
  Map<UUID, Integer> of(Collection<UUID> waiting) {
    if (waiting.isEmpty()) {
      return Map.of();
    }
    Map<UUID, Integer> positions = ranks(waiting);
    List<UUID> missing = new ArrayList<>(waiting);
    missing.removeAll(positions.keySet());
    if (!missing.isEmpty()) {
      positions.putAll(queue.positions(missing));
    }
    return positions;
  }

  private Map<UUID, Integer> ranks(Collection<UUID> waiting) {
    Map<UUID, Integer> positions = new HashMap<>();
    try {
      redis.execute(
          (RedisCallback<Object>)
              connection -> {
                List<UUID> ids = List.copyOf(waiting);
                List<RedisFuture<Long>> ranks =
                    AsyncCommands.send(connection, commands -> ranks(commands, ids));
                for (int i = 0; i < ids.size(); i++) {
                  Long rank = reply(ranks.get(i));
                  if (rank != null) {
                    positions.put(ids.get(i), Math.toIntExact(rank + 1));
                  }
                }
                return null;
              });
    } catch (DataAccessException e) {
      LOG.debug("Redis is away, positions come from the database", e);
    }
    return positions;
  }

  private static List<RedisFuture<Long>> ranks(
      RedisClusterAsyncCommands<byte[], byte[]> commands, List<UUID> ids) {
    return ids.stream().map(id -> commands.zrank(READY, id.toString().getBytes(UTF_8))).toList();
  }

  /** Returns the reply; null when there is none. */
  private static @Nullable Long reply(RedisFuture<Long> rank) {
    CompletableFuture<Long> known = rank.toCompletableFuture();
    return known.isDone() && !known.isCompletedExceptionally() ? known.getNow(null) : null;
  }
}
