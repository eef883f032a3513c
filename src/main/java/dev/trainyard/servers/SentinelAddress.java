package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.data.redis.RedisConnectionDetails.Node;

/**
 * The address of a Redis that sentinels watch.
 *
 * @param sentinels where to ask for the master, at least one; they need no password
 * @param master name of the master
 * @param database index of the database, 0 or more
 * @param username user of the master; empty for the default user
 * @param password password of the master; empty for none
 * @param tls whether the connections to the master and the sentinels are encrypted
 */
record SentinelAddress(
    List<Node> sentinels,
    String master,
    int database,
    String username,
    String password,
    boolean tls)
    implements ExternalRedis {

  private static final List<String> SCHEMES = List.of("redis-sentinel", "rediss-sentinel");
  private static final int DEFAULT_PORT = 26_379;

  SentinelAddress {
    sentinels = List.copyOf(sentinels);
  }

  /**
   * Reads {@code redis-sentinel://[user:password@]host[:port][,host[:port]...][/database]#master},
   * or {@code rediss-sentinel://} for TLS.
   *
   * @throws StartupRefusedException when it is malformed; the message names the variable and never
   *     the value
   */
  static SentinelAddress parse(String variable, String url) {
    try {
      int hash = url.lastIndexOf('#');
      String master = hash < 0 ? "" : ServerUrl.decode(url.substring(hash + 1).strip());
      if (!master.matches("[\\w.-]+")) {
        throw new IllegalArgumentException(
            "the name of the master after # is missing or malformed");
      }
      ServerUrl parts = ServerUrl.parse(url.substring(0, hash));
      ExternalRedis.requireScheme(parts, SCHEMES);
      return new SentinelAddress(
          parts.nodes(DEFAULT_PORT),
          master,
          ExternalRedis.databaseIndex(parts),
          parts.username(),
          parts.password(),
          parts.scheme().startsWith("rediss"));
    } catch (IllegalArgumentException e) {
      throw new StartupRefusedException(
          ("%s is malformed: %s. Expected redis-sentinel://user:password@host:26379,host:26379/database#master"
                  + " (rediss-sentinel:// for TLS); in user and password, characters other than letters, digits and -._~"
                  + " are written as %%XX.")
              .formatted(variable, e.getMessage()));
    }
  }

  /** Returns the address at which a sentinel reports the master. */
  RedisAddress masterAt(String host, int port) {
    return new RedisAddress(host, port, database, username, password, tls);
  }

  /** Returns the address of a sentinel, to ask for the master. */
  RedisAddress sentinel(Node node) {
    return new RedisAddress(node.host(), node.port(), 0, "", "", tls);
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return sentinels.stream()
            .map(node -> node.host() + ":" + node.port())
            .collect(Collectors.joining(","))
        + "#"
        + master;
  }
}
