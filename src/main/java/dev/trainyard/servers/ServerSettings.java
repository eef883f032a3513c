package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.startup.ProcessRole;
import dev.trainyard.startup.StartupRefusedException;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/**
 * The servers that the settings name.
 *
 * @param database the external database; empty when PostgreSQL is embedded
 * @param redis the external Redis; empty when Redis is embedded
 * @param dataDirectory where embedded servers keep their data
 */
record ServerSettings(
    Optional<DatabaseAddress> database, Optional<ExternalRedis> redis, Path dataDirectory) {

  static final String DATABASE_URL = "DATABASE_URL";
  static final String MIGRATE_DATABASE_URL = "MIGRATE_DATABASE_URL";
  static final String REDIS_URL = "REDIS_URL";
  static final String DATA_DIRECTORY = "trainyard.data-dir";

  /** What names an external database, for messages. */
  static final String DATABASE_SETTINGS =
      "DATABASE_URL (or DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD)";

  private static final List<String> DATABASE_PARTS =
      List.of("DB_HOST", "DB_PORT", "DB_NAME", "DB_USER", "DB_PASSWORD");
  private static final String DEFAULT_DATABASE_PORT = "5432";

  /**
   * Reads the settings. An empty variable counts as not set.
   *
   * @throws StartupRefusedException when they are malformed or incomplete, or when the role needs
   *     external servers and they are not named
   */
  static ServerSettings from(Environment environment) {
    Optional<DatabaseAddress> database =
        value(environment, DATABASE_URL)
            .map(url -> DatabaseAddress.parse(DATABASE_URL, url))
            .or(() -> databaseOfParts(environment))
            .or(() -> databaseOfBoot(environment));
    Optional<ExternalRedis> redis =
        value(environment, REDIS_URL).map(url -> ExternalRedis.parse(REDIS_URL, url));
    boolean externalRedis = redis.isPresent() || BootRedisProperties.isConfigured(environment);
    requireExternal(ProcessRole.of(environment), database.isPresent(), externalRedis);
    return new ServerSettings(
        database, redis, Path.of(environment.getProperty(DATA_DIRECTORY, "data")));
  }

  /**
   * Returns the database with the user that may change the schema; empty when the user of the
   * service is that.
   *
   * @throws StartupRefusedException when it is malformed
   */
  static Optional<DatabaseAddress> migrations(Environment environment) {
    return value(environment, MIGRATE_DATABASE_URL)
        .map(url -> DatabaseAddress.parse(MIGRATE_DATABASE_URL, url));
  }

  private static void requireExternal(ProcessRole role, boolean database, boolean redis) {
    List<String> missing = new ArrayList<>();
    if (!database) {
      missing.add(DATABASE_SETTINGS);
    }
    if (!redis) {
      missing.add(REDIS_URL);
    }
    if (role != ProcessRole.ALL && !missing.isEmpty()) {
      throw new StartupRefusedException(
          "%s=%s shares PostgreSQL and Redis with other processes and needs external servers. Set %s."
              .formatted(ProcessRole.PROPERTY, role, String.join(" and ", missing)));
    }
  }

  private static Optional<DatabaseAddress> databaseOfParts(Environment environment) {
    if (DATABASE_PARTS.stream().noneMatch(part -> value(environment, part).isPresent())) {
      return Optional.empty();
    }
    List<String> missing =
        Stream.of("DB_HOST", "DB_NAME", "DB_USER")
            .filter(part -> value(environment, part).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new StartupRefusedException(
          "The external database is incomplete: set %s too, or none of the DB_ variables to use the embedded one."
              .formatted(String.join(", ", missing)));
    }
    String url =
        "postgresql://%s:%s/%s"
            .formatted(
                value(environment, "DB_HOST").orElseThrow(),
                value(environment, "DB_PORT").orElse(DEFAULT_DATABASE_PORT),
                URLEncoder.encode(value(environment, "DB_NAME").orElseThrow(), UTF_8));
    DatabaseAddress address = DatabaseAddress.parse("DB_HOST, DB_PORT or DB_NAME", url);
    return Optional.of(
        new DatabaseAddress(
            address.jdbcUrl(),
            value(environment, "DB_USER").orElseThrow(),
            environment.getProperty("DB_PASSWORD", "")));
  }

  private static Optional<DatabaseAddress> databaseOfBoot(Environment environment) {
    return value(environment, "spring.datasource.url")
        .map(
            url ->
                new DatabaseAddress(
                    url,
                    environment.getProperty("spring.datasource.username", ""),
                    environment.getProperty("spring.datasource.password", "")));
  }

  private static Optional<String> value(Environment environment, String name) {
    return Optional.ofNullable(environment.getProperty(name)).filter(value -> !value.isBlank());
  }
}
