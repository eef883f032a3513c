package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import java.util.List;
import java.util.Locale;

/** The address of Redis: one server, or the sentinels that know which server is the master. */
sealed interface ExternalRedis permits RedisAddress, SentinelAddress {

  /** Returns the index of the database, 0 or more. */
  int database();

  /** Returns the user of the servers; empty for the default user. */
  String username();

  /** Returns the password of the servers; empty for none. */
  String password();

  /** Returns whether all connections are encrypted. */
  boolean tls();

  /**
   * Reads one of the URLs of {@link RedisAddress} and {@link SentinelAddress}.
   *
   * @throws StartupRefusedException when it is malformed; the message names the variable and never
   *     the value
   */
  static ExternalRedis parse(String variable, String url) {
    String scheme = url.strip().toLowerCase(Locale.ROOT);
    return scheme.startsWith("redis-sentinel:") || scheme.startsWith("rediss-sentinel:")
        ? SentinelAddress.parse(variable, url)
        : RedisAddress.parse(variable, url);
  }

  /** Returns the index of the database that a URL names; 0 without one. */
  static int databaseIndex(ServerUrl url) {
    if (url.path().isEmpty()) {
      return 0;
    }
    if (!url.path().matches("\\d{1,6}")) {
      throw new IllegalArgumentException("the index of the database must be a number");
    }
    return Integer.parseInt(url.path());
  }

  /** Requires one of the schemes. */
  static void requireScheme(ServerUrl url, List<String> schemes) {
    if (!schemes.contains(url.scheme())) {
      throw new IllegalArgumentException(
          "it must begin with %s://".formatted(String.join(":// or ", schemes)));
    }
  }
}
