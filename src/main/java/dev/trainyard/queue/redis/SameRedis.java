package dev.trainyard.queue.redis;

import io.lettuce.core.ClientOptions;
import java.util.function.UnaryOperator;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Provides further connections to the Redis of the commands, wherever and however that is. */
public final class SameRedis {
  private SameRedis() {}

  /**
   * Creates a factory of connections to the same Redis.
   *
   * @param client what is different; it gets the options of the commands too
   */
  public static LettuceConnectionFactory connections(
      LettuceConnectionFactory commands, LettuceClientConfigurationBuilder client) {
    return connections(commands, client, UnaryOperator.identity());
  }

  /**
   * Creates a factory of connections to the same Redis.
   *
   * @param client what is different
   * @param options changes the options of the commands
   */
  public static LettuceConnectionFactory connections(
      LettuceConnectionFactory commands,
      LettuceClientConfigurationBuilder client,
      UnaryOperator<ClientOptions> options) {
    var shared = commands.getClientConfiguration();
    shared.getClientOptions().map(options).ifPresent(client::clientOptions);
    shared.getClientResources().ifPresent(client::clientResources);
    if (shared.isUseSsl()) {
      client.useSsl();
    }
    if (commands.getClusterConfiguration() != null) {
      return new LettuceConnectionFactory(commands.getClusterConfiguration(), client.build());
    }
    if (commands.getSentinelConfiguration() != null) {
      return new LettuceConnectionFactory(commands.getSentinelConfiguration(), client.build());
    }
    return new LettuceConnectionFactory(commands.getStandaloneConfiguration(), client.build());
  }
}
