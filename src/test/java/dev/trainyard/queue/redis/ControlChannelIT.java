package dev.trainyard.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import dev.trainyard.support.FreePort;
import dev.trainyard.support.Patience;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.embedded.RedisServer;

class ControlChannelIT {
  private static final String PROGRESS = "{\"type\":\"progress\"}";
  private static final Duration PATIENCE = Patience.LIMIT;

  @TempDir private Path directory;
  private final AtomicInteger heard = new AtomicInteger();
  private int port;
  private LettuceConnectionFactory connections;
  private ControlChannel channel;

  @BeforeEach
  void listen() {
    port = FreePort.find();
    connections = new LettuceConnectionFactory(new RedisStandaloneConfiguration("localhost", port));
    connections.start();
    channel = new ControlChannel(connections);
    channel.addListener(heard::incrementAndGet);
  }

  @AfterEach
  void close() {
    channel.stop();
    connections.destroy();
  }

  @Test
  void messagesAreHeardOnceRedisIsThereAndAgainAfterItWasAway() throws IOException {
    for (int life = 1; life <= 2; life++) {
      RedisServer redis = start();
      try {
        awaitSubscription();
        publish("{\"type\":\"control\",\"action\":\"cancel\"}");
        await().atMost(PATIENCE).untilAtomic(heard, equalTo(life));
      } finally {
        redis.stop();
      }
    }
  }

  @Test
  void whoOnlyTakesOrdersIsNotSentTheProgressOfAllJobs() throws IOException {
    RedisServer redis = start();
    try {
      awaitSubscription();
      assertThat(publish(ControlChannel.CHANNEL, PROGRESS)).isZero();
      publish("{\"type\":\"control\",\"action\":\"resume\"}");
      await().atMost(PATIENCE).untilAtomic(heard, greaterThan(0));
      assertThat(heard).hasValue(1);
    } finally {
      redis.stop();
    }
  }

  @Test
  void messagesTakeNoThreadEach() throws IOException {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    channel.addListener(() -> threads.add(Thread.currentThread()));
    RedisServer redis = start();
    try {
      awaitSubscription();
      for (int i = 0; i < 20; i++) {
        publish("{\"type\":\"control\",\"action\":\"resume\"}");
      }
      await().atMost(PATIENCE).untilAtomic(heard, equalTo(20));
      assertThat(threads).hasSize(1);
    } finally {
      redis.stop();
    }
  }

  @Test
  void whoFollowsJobsTooIsSentBoth() throws IOException {
    Queue<JobMessage> followed = new ConcurrentLinkedQueue<>();
    channel.addFollower(followed::add);
    RedisServer redis = start();
    try {
      awaitSubscription();
      await().atMost(PATIENCE).until(() -> publish(ControlChannel.CHANNEL, PROGRESS) > 0);
      publish("{\"type\":\"control\",\"action\":\"resume\"}");
      await().atMost(PATIENCE).untilAtomic(heard, equalTo(1));
      await().atMost(PATIENCE).until(() -> followed.contains(new JobMessage("progress", null)));
    } finally {
      redis.stop();
    }
  }

  private void awaitSubscription() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(DataAccessException.class)
        .until(() -> subscribers(ControlChannel.CONTROL_CHANNEL) > 0);
  }

  private long subscribers(String name) {
    try (Jedis jedis = new Jedis("localhost", port)) {
      return jedis.pubsubNumSub(name).get(name);
    } catch (JedisConnectionException notYet) {
      return 0;
    }
  }

  private void publish(String message) {
    publish(ControlChannel.CONTROL_CHANNEL, message);
  }

  /** Returns how many have received it. */
  private long publish(String name, String message) {
    return new StringRedisTemplate(connections).convertAndSend(name, message);
  }

  private RedisServer start() throws IOException {
    RedisServer redis =
        RedisServer.newRedisServer()
            .port(port)
            .setting("save \"\"")
            .setting("dir " + directory)
            .build();
    redis.start();
    return redis;
  }
}
