package dev.trainyard.queue.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.process.DaemonThreads;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
 *
 * <p>Orders have a channel of their own, the only one of a process that nobody follows jobs in: the
 * progress of a thousand workers, sent to each of them, would be a million messages.
 */
public final class ControlChannel implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ControlChannel.class);

  /** Channel for progress, states and control messages of all jobs. */
  static final String CHANNEL = "trainyard:events";

  /** Channel for control messages alone. */
  static final String CONTROL_CHANNEL = "trainyard:control";

  private static final long CHECK_SECONDS = 2;

  private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<Consumer<JobMessage>> followers = new CopyOnWriteArrayList<>();
  private final Set<String> subscribed = new HashSet<>();
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
    container.afterPropertiesSet();
  }

  /**
   * Adds a listener, which is called for each order that Redis delivers. The listener runs on the
   * thread that reads from Redis and must not block.
   */
  public synchronized void addListener(Runnable listener) {
    listeners.add(listener);
    listen(CONTROL_CHANNEL, message -> listeners.forEach(Runnable::run));
  }

  /**
   * Adds a follower, which is called for each message of any kind. It runs on the thread that reads
   * from Redis and must not block.
   */
  public synchronized void addFollower(Consumer<JobMessage> follower) {
    followers.add(follower);
    listen(CHANNEL, this::onEvent);
  }

  private void listen(String channel, Consumer<Message> receiver) {
    if (subscribed.add(channel)) {
      var unused = starter.submit(() -> subscribe(channel, receiver));
    }
    if (checks == null) {
      checks =
          starter.scheduleWithFixedDelay(this::keepListening, 0, CHECK_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Removes a listener. */
  public void removeListener(Runnable listener) {
    listeners.remove(listener);
  }

  /** Adds a channel while there is no subscription, which the next check begins again. */
  private void subscribe(String channel, Consumer<Message> receiver) {
    container.stop();
    container.addMessageListener(
        (message, pattern) -> receiver.accept(message), ChannelTopic.of(channel));
    keepListening();
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

  private void onEvent(Message message) {
    JobMessage.of(new String(message.getBody(), UTF_8))
        .ifPresent(about -> followers.forEach(follower -> follower.accept(about)));
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
