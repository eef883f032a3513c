package dev.trainyard.queue.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.process.DaemonThreads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Receives messages over Redis: that somebody cancelled a job or paused the queue, for the workers,
 * and that something happened to a job, for those who follow it. Listeners then read PostgreSQL, so
 * a lost message costs part of a second and a forged one does no harm.
 */
public final class ControlChannel implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);

  /** Channel for progress, states and control messages of all jobs. */
  static final String CHANNEL = "trainyard:events";

  /** Occurs in every control message; another message that contains it costs one query. */
  private static final String CONTROL = "\"control\"";

  private static final long CHECK_SECONDS = 2;

  private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<JobMessage>> followers = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("trainyard-control"));

  /** Null before the first listener. */
  private @Nullable ScheduledFuture<?> checks;

  private volatile boolean running;

  /** Creates the channel of a Redis. */
  public ControlChannel(RedisConnectionFactory redis) {
    container.setConnectionFactory(redis);
    // By default each message would get its own thread, and most messages concern nobody here
    container.setTaskExecutor(Runnable::run);
    container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("trainyard-subscription-"));
    container.addMessageListener(
        (message, pattern) -> onMessage(message), ChannelTopic.of(CHANNEL));
    container.afterPropertiesSet();
  }

  /**
   * Adds a listener, which is called for each control message that Redis delivers. The listener
   * runs on the thread that reads from Redis and must not block.
   */
  public synchronized void addListener(Runnable listener) {
    listeners.add(listener);
    listen();
  }

  /**
   * Adds a listener, which is called for each message of any kind. It runs on the thread that reads
   * from Redis and must not block.
   */
  public synchronized void addFollower(Consumer<JobMessage> follower) {
    followers.add(follower);
    listen();
  }

  private void listen() {
    if (checks == null) {
      checks =
          starter.scheduleWithFixedDelay(this::keepListening, 0, CHECK_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Removes a listener. */
  public void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  /**
   * Restarts the subscription: the container recovers by itself from some losses of Redis, but not
   * from all.
   */
  private void keepListening() {
    if (container.isListening()) {
      return;
    }
    try {
      container.stop();
      container.start();
    } catch (RuntimeException e) {
      LOG.debug(
          "no messages from Redis, the heartbeat will notice changes a little later: {}",
          e.getMessage());
    }
  }

  private void onMessage(Message message) {
    String text = new String(message.getBody(), UTF_8);
    if (!listeners.isEmpty() && text.contains(CONTROL)) {
      listeners.forEach(Runnable::run);
    }
    if (!followers.isEmpty()) {
      JobMessage.of(text).ifPresent(about -> followers.forEach(follower -> follower.accept(about)));
    }
  }

  /**
   * Starts; the subscription begins with the first listener, since a process without a worker needs
   * none.
   */
  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    starter.shutdownNow();
    container.stop();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Returns a phase that stops this channel before its connections, whose phase is 0. */
  @Override
  public int getPhase() {
    return 1;
  }
}
