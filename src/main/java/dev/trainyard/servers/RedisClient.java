package dev.trainyard.servers;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.JedisClientConfig;

/** Opens this package's own connections to Redis: a short one for each question. */
final class RedisClient {

  private static final int TIMEOUT_MILLIS = 3_000;

  private RedisClient() {}

  static JedisClientConfig config(RedisAddress address) {
    return DefaultJedisClientConfig.builder()
        .user(address.username().isEmpty() ? null : address.username())
        .password(address.password().isEmpty() ? null : address.password())
        .database(address.database())
        .ssl(address.tls())
        .connectionTimeoutMillis(TIMEOUT_MILLIS)
        .socketTimeoutMillis(TIMEOUT_MILLIS)
        .build();
  }
}
