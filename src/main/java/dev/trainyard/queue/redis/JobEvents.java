package dev.trainyard.queue.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.process.OutOfMemory;
import java.util.ArrayList;
import java.util.HashMap;
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
 * Publishes on {@code trainyard:events} what happens to jobs: the latest progress of each job, at
 * most five times a second, state changes, whose details listeners read from PostgreSQL, and orders
 * for the workers, which have {@code trainyard:control} for themselves. The first message of a
 * while goes out at once, those after it together.
 *
 * <p>No caller waits for Redis, and no message is kept while Redis is unavailable: a lost message
 * only delays a listener, which finds the same in PostgreSQL.
 */
public final class JobEvents implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobEvents.class);

  private static final byte[] CHANNEL = ControlChannel.CHANNEL.getBytes(UTF_8);
  private static final byte[] CONTROL_CHANNEL = ControlChannel.CONTROL_CHANNEL.getBytes(UTF_8);

  /** Least time between two publications. */
  private static final long PAUSE_MILLIS = 20;

  /** Least time between two reports of the progress of one job. */
  private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final StringRedisTemplate redis;
  private final ObjectMapper json;
  private final Map<UUID, ProgressSnapshot> progress = new LinkedHashMap<>();

  /** When the progress of each job went out, as long as that holds up the next. */
  private final Map<UUID, Long> reported = new HashMap<>();

  private final Set<UUID> changed = new LinkedHashSet<>();
  private final List<Object> control = new ArrayList<>();
  private boolean submitted;

  /** Whether a publication is on its way that takes what is there by then. */
  private boolean scheduled;

  private long published = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);

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
  }

  /** Publishes the progress of a job; replaces progress that has not been sent yet. */
  public synchronized void progress(UUID job, ProgressSnapshot snapshot) {
    progress.put(job, snapshot);
    schedule();
  }

  /** Publishes that the state of a job has changed. */
  public synchronized void changed(UUID job) {
    changed.add(job);
    schedule();
  }

  /** Publishes that jobs were submitted together. */
  public synchronized void submitted() {
    submitted = true;
    schedule();
  }

  /**
   * Publishes what workers would otherwise find in PostgreSQL a little later, such as a cancelled
   * job.
   *
   * @param message written as JSON
   */
  public synchronized void control(Object message) {
    control.add(message);
    schedule();
  }

  private synchronized void schedule() {
    if (!scheduled) {
      scheduled = true;
      long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - published);
      var unused =
          publisher.schedule(
              this::publishPending, Math.max(0, PAUSE_MILLIS - since), TimeUnit.MILLISECONDS);
    }
  }

  private void publishPending() {
    try {
      List<Published> messages = take();
      if (!messages.isEmpty()) {
        redis.execute((RedisCallback<Object>) connection -> publish(connection, messages));
      }
    } catch (RuntimeException e) {
      LOG.debug("events are not published: {}", e.getMessage());
    } catch (Error e) {
      OutOfMemory.endProcessIfCauseOf(e);
      LOG.error("events are not published", e);
    }
  }

  /** Returns null, as there is nothing to say of messages that may get lost. */
  private static @Nullable Object publish(RedisConnection connection, List<Published> messages) {
    AsyncCommands.send(
        connection,
        commands ->
            messages.stream()
                .map(message -> commands.publish(message.channel, message.text.getBytes(UTF_8)))
                .toList());
    return null;
  }

  private synchronized List<Published> take() {
    scheduled = false;
    published = System.nanoTime();
    List<Published> messages = new ArrayList<>();
    control.forEach(message -> messages.add(new Published(CONTROL_CHANNEL, write(message))));
    // For those who follow jobs, and for workers of a version that knew one channel only
    control.forEach(message -> messages.add(event(message)));
    control.clear();
    takeProgress(messages);
    changed.forEach(job -> messages.add(event(message("state", job))));
    changed.clear();
    if (submitted) {
      messages.add(event(Map.of("type", "state")));
      submitted = false;
    }
    if (!progress.isEmpty()) {
      schedule();
    }
    return messages;
  }

  private Published event(Object message) {
    return new Published(CHANNEL, write(message));
  }

  private void takeProgress(List<Published> messages) {
    reported.values().removeIf(at -> published - at >= PROGRESS_NANOS);
    progress
        .entrySet()
        .removeIf(
            report -> {
              boolean due = reported.putIfAbsent(report.getKey(), published) == null;
              if (due) {
                messages.add(event(message(report.getKey(), report.getValue())));
              }
              return due;
            });
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

  /** A message on its way. */
  private static final class Published {
    private final byte[] channel;
    private final String text;

    Published(byte[] channel, String text) {
      this.channel = channel;
      this.text = text;
    }
  }

  /** Stops publishing; pending messages are dropped. */
  @Override
  public void close() {
    publisher.shutdownNow();
  }
}
