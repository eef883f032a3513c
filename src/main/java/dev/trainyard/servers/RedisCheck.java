package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Node;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/** Checks a Redis before the service uses it. */
final class RedisCheck {

  private static final Logger LOG = LoggerFactory.getLogger(RedisCheck.class);

  /** First words of errors that are temporary. */
  private static final Set<String> PASSING =
      Set.of("LOADING", "MASTERDOWN", "BUSY", "READONLY", "OOM", "CLUSTERDOWN", "TRYAGAIN");

  private static final String POLICY = "maxmemory_policy:";
  private static final String KEEPS_ALL = "noeviction";

  private RedisCheck() {}

  /**
   * Connects once. A Redis that is unreachable, full or read-only does not prevent the start, since
   * it carries only hints.
   *
   * @throws StartupRefusedException when it answers, but refuses the user, password or database, or
   *     when a sentinel does not know the master
   */
  static void verify(ExternalRedis redis) {
    if (redis instanceof SentinelAddress sentinels) {
      verifySentinels(sentinels);
    } else if (redis instanceof RedisAddress address) {
      verifyServer(address);
    }
  }

  /**
   * Connects to the server that holds the data: of sentinels, the master that the first one that
   * answers names.
   *
   * @throws JedisException when none can be reached, or it refuses
   */
  static Jedis connect(ExternalRedis redis) {
    if (redis instanceof RedisAddress address) {
      return connect(address);
    }
    SentinelAddress address = (SentinelAddress) redis;
    JedisException last = new JedisConnectionException("no sentinel answers");
    for (Node node : address.sentinels()) {
      try (Jedis sentinel = connect(address.sentinel(node))) {
        List<String> master = sentinel.sentinelGetMasterAddrByName(address.master());
        if (master == null) {
          throw new JedisDataException("the sentinels know no master " + address.master());
        }
        return connect(address.masterAt(master.get(0), Integer.parseInt(master.get(1))));
      } catch (JedisConnectionException e) {
        last = e;
      }
    }
    throw last;
  }

  private static void verifyServer(RedisAddress address) {
    try (Jedis jedis = connect(address)) {
      jedis.ping();
      warnOfEviction(address, jedis);
    } catch (JedisConnectionException e) {
      warnOfAbsence(address, e);
    } catch (JedisDataException e) {
      if (PASSING.contains(firstWord(e))) {
        warnOfAbsence(address, e);
      } else {
        throw new StartupRefusedException(
            "The Redis at %s refuses this connection (%s). Check user, password and database in %s."
                .formatted(address, e.getMessage(), ServerSettings.REDIS_URL),
            StartupRefusedException.EX_CONFIG,
            e);
      }
    }
  }

  /** The first sentinel that answers decides. */
  private static void verifySentinels(SentinelAddress address) {
    @Nullable JedisException last = null;
    for (Node node : address.sentinels()) {
      try (Jedis sentinel = connect(address.sentinel(node))) {
        List<String> master = sentinel.sentinelGetMasterAddrByName(address.master());
        if (master == null) {
          throw new StartupRefusedException(
              "The sentinel at %s:%d knows no master '%s'. Correct the name after # in %s."
                  .formatted(node.host(), node.port(), address.master(), ServerSettings.REDIS_URL));
        }
        verifyServer(address.masterAt(master.get(0), Integer.parseInt(master.get(1))));
        return;
      } catch (JedisException e) {
        last = e;
      }
    }
    warnOfAbsence(address, last);
  }

  private static Jedis connect(RedisAddress address) {
    return new Jedis(address.host(), address.port(), RedisClient.config(address));
  }

  private static void warnOfAbsence(ExternalRedis redis, @Nullable JedisException e) {
    LOG.warn(
        "Redis at {} cannot be used ({}); jobs continue, a little slower, until it can",
        redis,
        e == null ? "no sentinel" : e.getMessage());
  }

  /** Warns when Redis evicts keys; skipped for a user who may not ask. */
  private static void warnOfEviction(RedisAddress address, Jedis jedis) {
    try {
      jedis
          .info("memory")
          .lines()
          .filter(line -> line.startsWith(POLICY))
          .map(line -> line.substring(POLICY.length()).strip())
          .filter(policy -> !policy.equals(KEEPS_ALL))
          .forEach(
              policy ->
                  LOG.warn(
                      "Redis at {} evicts keys when it is full (maxmemory-policy {}): hints may"
                          + " vanish, and their jobs start a little later. Set maxmemory-policy {}"
                          + " for it.",
                      address,
                      policy,
                      KEEPS_ALL));
    } catch (JedisDataException e) {
      LOG.debug("the memory policy of Redis is unknown: {}", e.getMessage());
    }
  }

  private static String firstWord(JedisDataException e) {
    return String.valueOf(e.getMessage()).split(" ", 2)[0];
  }
}
