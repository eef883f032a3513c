package dev.trainyard.api;

import dev.trainyard.queue.ReadySet;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.stereotype.Component;

/**
 * Takes many jobs out of the ready set at once, as far as Redis answers. One that stays does no
 * harm but to the positions of those behind it.
 */
@Component("readyHints")
public class ReadyHints {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyHints.class);
  private static final int CHUNK = 1000;

  private final StringRedisTemplate redis;

  ReadyHints(StringRedisTemplate redis) {
    this.redis = redis;
  }

  /** Takes jobs out. */
  public void remove(List<UUID> jobs) {
    try {
      for (int from = 0; from < jobs.size(); from += CHUNK) {
        List<UUID> chunk = jobs.subList(from, Math.min(jobs.size(), from + CHUNK));
        redis.opsForZSet().remove(ReadySet.KEY, chunk.stream().map(UUID::toString).toArray());
      }
    } catch (DataAccessException e) {
      LOG.warn("{} cancelled jobs may stay in the ready set: {}", jobs.size(), e.getMessage());
    }
  }
}
