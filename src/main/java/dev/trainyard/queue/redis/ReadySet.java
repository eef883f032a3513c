package dev.trainyard.queue.redis;

import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.queue.slot.Hints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;

/**
 * The sorted set of ids from which free workers take the next job. It is a hint: an id may be
 * missing, stale or invalid.
 */
public class ReadySet implements Hints {
  private static final Logger LOG = LoggerFactory.getLogger(ReadySet.class);

  /** Key of the set; the braces keep all keys of a queue in one slot of a cluster. */
  public static final String KEY = "trainyard:{training}:ready";

  /** Key that exists in a Redis that has been filled. */
  static final String EPOCH = "trainyard:{training}:epoch";

  private static final int REMOVED_AT_ONCE = 1000;

  private final StringRedisTemplate commands;
  private final StringRedisTemplate pops;
  private final Clock clock;

  /**
   * Creates the set on two connections.
   *
   * @param commands fails fast
   * @param pops waits longer than any blocking pop, since an abandoned pop would consume the next
   *     id
   */
  public ReadySet(StringRedisTemplate commands, StringRedisTemplate pops, Clock clock) {
    this.commands = commands;
    this.pops = pops;
    this.clock = clock;
  }

  /**
   * Removes and returns the first ids, waiting for the first.
   *
   * @param count the most to take
   * @param wait how long to wait for the first
   * @throws DataAccessException when Redis does not answer
   */
  @Override
  public List<UUID> pop(int count, Duration wait) {
    TypedTuple<String> first = pops.opsForZSet().popMin(KEY, wait);
    if (first == null) {
      return List.of();
    }
    List<UUID> ids = new ArrayList<>();
    addId(ids, first);
    if (count > 1) {
      ids.addAll(poll(count - 1));
    }
    return ids;
  }

  /**
   * Removes and returns the first ids without waiting.
   *
   * @param count the most to take
   * @throws DataAccessException when Redis does not answer
   */
  @Override
  public List<UUID> poll(int count) {
    List<UUID> ids = new ArrayList<>();
    Set<TypedTuple<String>> members = commands.opsForZSet().popMin(KEY, count);
    if (members != null) {
      members.forEach(member -> addId(ids, member));
    }
    return ids;
  }

  /** Adds the jobs that are due, in one round trip; does nothing while Redis does not answer. */
  @Override
  public void add(List<SubmittedJob> jobs) {
    Set<TypedTuple<String>> members =
        jobs.stream()
            .filter(SubmittedJob::due)
            .map(job -> TypedTuple.of(job.id().toString(), (double) job.readyScore()))
            .collect(Collectors.toSet());
    if (members.isEmpty()) {
      return;
    }
    try {
      commands.opsForZSet().add(KEY, members);
    } catch (DataAccessException e) {
      LOG.debug(
          "no hint for {} jobs, workers find them in PostgreSQL: {}", jobs.size(), e.getMessage());
    }
  }

  /**
   * Removes jobs; does nothing while Redis does not answer. A job that stays only shifts the
   * positions of the jobs behind it.
   */
  public void remove(List<UUID> jobs) {
    try {
      for (int from = 0; from < jobs.size(); from += REMOVED_AT_ONCE) {
        List<UUID> chunk = jobs.subList(from, Math.min(jobs.size(), from + REMOVED_AT_ONCE));
        commands.opsForZSet().remove(KEY, chunk.stream().map(UUID::toString).toArray());
      }
    } catch (DataAccessException e) {
      LOG.warn("{} jobs may stay in the ready set: {}", jobs.size(), e.getMessage());
    }
  }

  /**
   * Returns the given jobs that are not in the set, in one round trip.
   *
   * @throws DataAccessException when Redis does not answer
   */
  public List<SubmittedJob> missing(List<SubmittedJob> jobs) {
    if (jobs.isEmpty()) {
      return List.of();
    }
    Object[] members = jobs.stream().map(job -> job.id().toString()).toArray();
    List<Double> scores = commands.opsForZSet().score(KEY, members);
    return IntStream.range(0, jobs.size())
        .filter(i -> scores == null || scores.get(i) == null)
        .mapToObj(jobs::get)
        .toList();
  }

  /**
   * Marks Redis as filled from PostgreSQL. A Redis that has lost its data has lost the mark too.
   *
   * @return whether the mark was missing; exactly one process gets true and fills the set
   * @throws DataAccessException when Redis does not answer
   */
  public boolean markFilled() {
    return Boolean.TRUE.equals(
        commands.opsForValue().setIfAbsent(EPOCH, Instant.now(clock).toString()));
  }

  /** Returns the number of members; empty while Redis does not answer. */
  public OptionalLong size() {
    try {
      Long size = commands.opsForZSet().zCard(KEY);
      return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    } catch (DataAccessException e) {
      LOG.debug("the size of the ready set is unknown: {}", e.getMessage());
      return OptionalLong.empty();
    }
  }

  private static void addId(List<UUID> ids, TypedTuple<String> scored) {
    String member = Objects.requireNonNull(scored.getValue(), "a member without a value");
    try {
      ids.add(UUID.fromString(member));
    } catch (IllegalArgumentException e) {
      LOG.warn("dropped a member of {} that is not a job id: {}", KEY, member);
    }
  }
}
