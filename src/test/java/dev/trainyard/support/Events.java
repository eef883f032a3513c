package dev.trainyard.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/** What is published on {@code trainyard:events}. */
public final class Events implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final Queue<String> messages = new ConcurrentLinkedQueue<>();
  private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

  public Events(RedisConnectionFactory redis) {
    container.setConnectionFactory(redis);
    container.addMessageListener(
        (message, pattern) -> messages.add(new String(message.getBody(), UTF_8)),
        new ChannelTopic("trainyard:events"));
    container.afterPropertiesSet();
    container.start();
  }

  /** Waits for a message: all tests share the channel, so it must be told from others. */
  public JsonNode receive(Predicate<JsonNode> wanted) {
    return await()
        .atMost(Patience.LIMIT)
        .until(
            () -> messages.stream().map(this::read).filter(wanted).findFirst().orElse(null),
            found -> found != null);
  }

  /** Number of such messages so far. */
  public long count(Predicate<JsonNode> wanted) {
    return messages.stream().map(this::read).filter(wanted).count();
  }

  private JsonNode read(String message) {
    try {
      return json.readTree(message);
    } catch (JsonProcessingException e) {
      throw new AssertionError(message, e);
    }
  }

  @Override
  public void close() {
    container.stop();
  }
}
