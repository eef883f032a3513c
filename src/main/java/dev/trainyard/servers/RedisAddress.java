package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import java.util.List;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Node;

/**
 * The address of a single Redis.
 *
 * @param host name or IP address; IPv6 without brackets
 * @param port 1 to 65535
 * @param database index of the database, 0 or more
 * @param username empty for the default user
 * @param password empty for none
 * @param tls whether the connection is encrypted
 */
record RedisAddress(
    String host, int port, int database, String username, String password, boolean tls)
    implements ExternalRedis {

  private static final int DEFAULT_PORT = 6379;

  /**
   * Reads {@code redis://[user:password@]host[:port][/database]}, or {@code rediss://} for TLS.
   *
   * @throws StartupRefusedException when it is malformed; the message names the variable and never
   *     the value
   */
  static RedisAddress parse(String variable, String url) {
    try {
      ServerUrl parts = ServerUrl.parse(url);
      ExternalRedis.requireScheme(parts, List.of("redis", "rediss"));
      if (parts.hosts().contains(",")) {
        throw new IllegalArgumentException("it names more than one host");
      }
      return of(parts);
    } catch (IllegalArgumentException e) {
      throw new StartupRefusedException(
          ("%s is malformed: %s. Expected redis://user:password@host:port/database (rediss:// for TLS); in user and"
                  + " password, characters other than letters, digits and -._~ are written as %%XX.")
              .formatted(variable, e.getMessage()));
    }
  }

  private static RedisAddress of(ServerUrl parts) {
    Node node = parts.nodes(DEFAULT_PORT).get(0);
    return new RedisAddress(
        node.host(),
        node.port(),
        ExternalRedis.databaseIndex(parts),
        parts.username(),
        parts.password(),
        parts.scheme().equals("rediss"));
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return "%s:%d/%d".formatted(host, port, database);
  }
}
