package dev.trainyard.embedded;

import dev.trainyard.startup.StartupRefusedException;
import java.util.List;

/**
 * How to reach a single Redis.
 *
 * @param host name or IP address; IPv6 without brackets
 * @param port 1 to 65535
 * @param database index of the database, 0 or more
 * @param username empty for the default user
 * @param password empty for none
 * @param tls whether the connection is encrypted
 */
record RedisAddress(
    String host, int port, int database, String username, String password, boolean tls) {

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
      if (!List.of("redis", "rediss").contains(parts.scheme())) {
        throw new IllegalArgumentException("it must begin with redis:// or rediss://");
      }
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
    int colon = parts.hosts().lastIndexOf(':');
    boolean hasPort = colon > parts.hosts().lastIndexOf(']');
    String host = hasPort ? parts.hosts().substring(0, colon) : parts.hosts();
    int port = hasPort ? Integer.parseInt(parts.hosts().substring(colon + 1)) : DEFAULT_PORT;
    return new RedisAddress(
        host.replaceAll("[\\[\\]]", ""),
        port,
        databaseIndex(parts.path()),
        parts.username(),
        parts.password(),
        parts.scheme().equals("rediss"));
  }

  private static int databaseIndex(String path) {
    if (path.isEmpty()) {
      return 0;
    }
    if (!path.matches("\\d{1,6}")) {
      throw new IllegalArgumentException("the index of the database must be a number");
    }
    return Integer.parseInt(path);
  }

  /** Hides the password. */
  @Override
  public String toString() {
    return "%s:%d/%d".formatted(host, port, database);
  }
}
