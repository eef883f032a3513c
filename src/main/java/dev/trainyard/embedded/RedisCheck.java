package dev.trainyard.embedded;

import dev.trainyard.startup.StartupRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Looks at a Redis before the service uses it. */
final class RedisCheck {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCheck.class);

  private RedisCheck() {}

  /**
   * Connects once. A Redis that is away is no reason not to start: it carries only hints.
   *
   * @throws StartupRefusedException when it answers, but refuses the user, password or database
   */
  static void verify(RedisAddress address) {
    try (Jedis jedis = new Jedis(address.host(), address.port(), RedisClient.config(address))) {
      jedis.ping();
    } catch (JedisConnectionException e) {
      LOG.warn(
          "Redis at {} cannot be reached ({}); jobs go on, a little slower, until it is back",
          address,
          e.getMessage());
    } catch (JedisDataException e) {
      throw new StartupRefusedException(
          "The Redis at %s refuses this connection (%s). Check user, password and database in %s."
              .formatted(address, e.getMessage(), ServerSettings.REDIS_URL),
          StartupRefusedException.EX_CONFIG,
          e);
    }
  }
}
