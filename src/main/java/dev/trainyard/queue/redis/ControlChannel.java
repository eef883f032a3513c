package dev.trainyard.queue.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.process.DaemonThreads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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
 * Tells this process that somebody cancelled a job or paused the queue, by a message in Redis. What
 * happened is read from PostgreSQL: a message that is lost costs a part of a second, and one that
 * is forged nothing.
 */
public final class ControlChannel implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);

  /** Progress, states and control messages of all jobs. */
  static final String CHANNEL = "trainyard:events";

  /** In every control message; any other that has it costs one look at PostgreSQL. */
  private static final String CONTROL = "\"control\"";

  private static final long CHECK_SECONDS = 2;

  private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService starter =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("trainyard-control"));

  /** Null before the first listener. */
  private @Nullable ScheduledFuture<?> checks;

  private volatile boolean running;

  public ControlChannel(RedisConnectionFactory redis) {
    container.setConnectionFactory(redis);
    // Each message would get a thread of its own, and most of them concern nobody here
    container.setTaskExecutor(Runnable::run);
    container.setSubscriptionExecutor(new SimpleAsyncTaskExecutor("trainyard-subscription-"));
    container.addMessageListener((message, pattern) -> told(message), ChannelTopic.of(CHANNEL));
    container.afterPropertiesSet();
  }

  /**
   * Calls a listener for each control message, as long as Redis delivers them. It is called on the
   * thread that reads from Redis, and must not wait.
   */
  public synchronized void listen(Runnable listener) {
    listeners.add(listener);
    if (checks == null) {
      checks =
          starter.scheduleWithFixedDelay(this::keepListening, 0, CHECK_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Calls a listener no more. */
  public void forget(Runnable listener) {
    listeners.remove(listener);
  }

  /** The container recovers by itself from some losses of Redis, not from all. */
  private void keepListening() {
    if (container.isListening()) {
      return;
    }
    try {
      container.stop();
      container.start();
    } catch (RuntimeException e) {
      LOG.debug("no messages from Redis, the heartbeat tells a little later: {}", e.getMessage());
    }
  }

  private void told(Message message) {
    if (new String(message.getBody(), UTF_8).contains(CONTROL)) {
      listeners.forEach(Runnable::run);
    }
  }

  /** The subscription begins with the first listener: a process without a worker needs none. */
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

  /** Stops before the connections that it uses, whose phase is 0. */
  @Override
  public int getPhase() {
    return 1;
  }
}
