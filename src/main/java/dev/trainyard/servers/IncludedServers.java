package dev.trainyard.servers;

import dev.trainyard.startup.StartupRefusedException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.ClassUtils;

/**
 * Which servers this program brings along. The jar for servers, {@code trainyard-server.jar}, has
 * none.
 *
 * @param postgres whether it can run PostgreSQL itself
 * @param redis whether it can run Redis itself
 */
record IncludedServers(boolean postgres, boolean redis) {

  /** Looks for the libraries that unpack the servers. */
  static IncludedServers of(ClassLoader loader) {
    return new IncludedServers(
        ClassUtils.isPresent(
            "io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver", loader),
        ClassUtils.isPresent("redis.embedded.core.ExecutableProvider", loader));
  }

  static IncludedServers here() {
    return of(IncludedServers.class.getClassLoader());
  }

  /**
   * Makes sure that the servers which are to be embedded are there.
   *
   * @throws StartupRefusedException when one is not; the message names the settings of all that are
   *     missing
   */
  void require(boolean withPostgres, boolean withRedis) {
    List<String> missing = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    if (withPostgres && !postgres) {
      missing.add("PostgreSQL");
      settings.add(ServerSettings.DATABASE_SETTINGS);
    }
    if (withRedis && !redis) {
      missing.add("Redis");
      settings.add(ServerSettings.REDIS_URL);
    }
    if (!missing.isEmpty()) {
      throw new StartupRefusedException(
          "This jar is the one for servers and brings no %s along. Set %s, or start trainyard.jar, which has its own."
              .formatted(String.join(" and no ", missing), String.join(" and ", settings)));
    }
  }
}
