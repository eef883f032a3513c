package dev.trainyard.queue.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.process.OutOfMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Publishes on {@code trainyard:events} what happens to the jobs of this process: the latest
 * progress of each job, at most five times a second, state changes, whose details listeners read
 * from PostgreSQL, and orders for the workers.
 *
 * <p>No caller waits for Redis, and no message is kept while Redis is unavailable: a lost message
 * only delays a listener, which finds the same in PostgreSQL.
 */
public final class JobEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);
  private static final long INTERVAL_MILLIS = 200;

  private final StringRedisTemplate redis;
  private final ObjectMapper json;
  private final Map<UUID, ProgressSnapshot> progress = new LinkedHashMap<>();
  private final Set<UUID> changed = new LinkedHashSet<>();
  private final List<Object> control = new ArrayList<>();
  private final ScheduledExecutorService publisher =
      new ScheduledThreadPoolExecutor(
          1,
          DaemonThreads.factory("trainyard-events"),
          // After the end nothing is published
          new ThreadPoolExecutor.DiscardPolicy());

  /**
   * Creates the publisher on a shared connection.
   *
   * @param redis fails fast
   */
  public JobEvents(StringRedisTemplate redis, ObjectMapper json) {
    this.redis = redis;
    this.json = json;
    var unused =
        publisher.scheduleWithFixedDelay(
            this::publish, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Publishes the progress of a job; replaces progress that has not been sent yet. */
  public synchronized void progress(UUID job, ProgressSnapshot snapshot) {
    progress.put(job, snapshot);
  }

  /** Publishes that the state of a job has changed. */
  public synchronized void changed(UUID job) {
    changed.add(job);
  }

  /**
   * Publishes at once what workers would otherwise find in PostgreSQL a little later, such as a
   * cancelled job.
   *
   * @param message written as JSON
   */
  public void control(Object message) {
    synchronized (this) {
      control.add(message);
    }
    publisher.execute(this::publish);
  }

  private void publish() {
    try {
      List<String> messages = take();
      if (!messages.isEmpty()) {
        redis.executePipelined((RedisCallback<Object>) connection -> publish(connection, messages));
      }
    } catch (RuntimeException e) {
      LOG.debug("events are not published: {}", e.getMessage());
    } catch (Error e) {
      OutOfMemory.endProcessIfCauseOf(e);
      LOG.error("events are not published", e);
    }
  }

  /** Returns null, as a pipeline requires. */
  private static @Nullable Object publish(RedisConnection connection, List<String> messages) {
    for (String message : messages) {
      connection
          .commands()
          .publish(ControlChannel.CHANNEL.getBytes(UTF_8), message.getBytes(UTF_8));
    }
    return null;
  }

  private synchronized List<String> take() {
    List<String> messages = new ArrayList<>();
    control.forEach(message -> messages.add(write(message)));
    progress.forEach((job, snapshot) -> messages.add(write(message(job, snapshot))));
    changed.forEach(job -> messages.add(write(message("state", job))));
    control.clear();
    progress.clear();
    changed.clear();
    return messages;
  }

  private static Map<String, Object> message(UUID job, ProgressSnapshot snapshot) {
    Map<String, Object> message = message("progress", job);
    message.put("percentage", snapshot.stage().percentage(snapshot.share()));
    message.put("current_step", snapshot.stage());
    message.put("step_details", snapshot.details());
    message.put("current_iteration", snapshot.currentIteration());
    message.put("total_iterations", snapshot.totalIterations());
    message.put("best_score", snapshot.bestScore());
    message.put("best_params", snapshot.bestParams());
    return message;
  }

  private static Map<String, Object> message(String type, UUID job) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", type);
    message.put("job_id", job);
    return message;
  }

  private String write(Object message) {
    try {
      return json.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a message of plain values can be written", e);
    }
  }

  /** Stops publishing; pending messages are dropped. */
  @Override
  public void close() {
    publisher.shutdownNow();
  }
}
