package dev.trainyard.servers;

import dev.trainyard.sql.Migrations;
import dev.trainyard.startup.Finding;
import dev.trainyard.startup.StartupRefusedException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Examines PostgreSQL and Redis as the settings name them. It starts, stops and changes nothing.
 */
public final class ServersDiagnosis {
  private static final String POSTGRES = "PostgreSQL";
  private static final String DISK = "disk of PostgreSQL";
  private static final String REDIS = "Redis";
  private static final String CLOCK = "clock";
  private static final String DISK_FULL = "53100";

  /**
   * Does not fit into {@link #ROOM_MEMORY}, so the server writes some megabytes of it to its disk.
   */
  private static final String WRITES_TO_DISK =
      "SELECT count(*) FROM (SELECT n FROM generate_series(1, 200000) n ORDER BY n DESC) sorted";

  private static final String ROOM_MEMORY = "SET LOCAL work_mem = '64kB'";

  /** The oldest major version that its makers still repair. */
  private static final int OLDEST_MAJOR = 14;

  private static final int VERSION_UNIT = 10_000;
  private static final Duration NEAR = Duration.ofSeconds(2);
  private static final Duration FAR = Duration.ofMinutes(1);

  private final Environment environment;
  private final Clock clock;

  /**
   * @param environment the settings of the service
   * @param clock the clock of this machine, to be compared with that of the database
   */
  public ServersDiagnosis(Environment environment, Clock clock) {
    this.environment = environment;
    this.clock = clock;
  }

  /** Returns what there is to say about each. */
  public List<Finding> findings() {
    ServerSettings settings;
    try {
      settings = ServerSettings.from(environment);
    } catch (StartupRefusedException e) {
      return List.of(Finding.of("servers", e));
    }
    List<Finding> findings = new ArrayList<>();
    if (settings.database().isPresent()) {
      findings.addAll(database(settings.database().get()));
    } else {
      findings.addAll(embeddedDatabase(settings.dataDirectory()));
    }
    findings.add(redis(settings));
    return findings;
  }

  /**
   * Returns connections to the database of the service; empty when it is an embedded one that does
   * not run, or when the settings cannot be read.
   */
  public Optional<DataSource> database() {
    try {
      ServerSettings settings = ServerSettings.from(environment);
      return settings
          .database()
          .or(() -> PostgresServer.running(settings.dataDirectory()))
          .map(ServersDiagnosis::connections);
    } catch (StartupRefusedException e) {
      return Optional.empty();
    }
  }

  private static DataSource connections(DatabaseAddress address) {
    return new DriverManagerDataSource(address.jdbcUrl(), address.username(), address.password());
  }

  /**
   * Returns the directory of the embedded servers' data; empty when both servers are external, or
   * when the settings cannot be read.
   */
  public Optional<Path> dataDirectory() {
    try {
      ServerSettings settings = ServerSettings.from(environment);
      boolean external =
          settings.database().isPresent()
              && (settings.redis().isPresent() || BootRedisProperties.isConfigured(environment));
      return external ? Optional.empty() : Optional.of(settings.dataDirectory());
    } catch (StartupRefusedException e) {
      return Optional.empty();
    }
  }

  private List<Finding> embeddedDatabase(Path data) {
    if (!IncludedServers.here().postgres()) {
      return List.of(missing(POSTGRES, ServerSettings.DATABASE_SETTINGS));
    }
    return PostgresServer.running(data)
        .map(this::database)
        .orElseGet(
            () ->
                List.of(
                    Finding.ok(POSTGRES, "is embedded, and starts and stops with the service")));
  }

  private List<Finding> database(DatabaseAddress address) {
    List<Finding> findings = new ArrayList<>();
    try (Connection connection = DatabaseCheck.connect(address);
        Statement statement = connection.createStatement()) {
      findings.add(version(address, statement));
      for (String setting : List.of("fsync", "synchronous_commit")) {
        if (show(statement, setting).equals("off")) {
          findings.add(
              Finding.wrong(
                  POSTGRES,
                  "%s is off: accepted jobs would be lost in a crash".formatted(setting),
                  "Set %s = on in its configuration.".formatted(setting)));
        }
      }
      findings.add(clock(statement));
      findings.add(writes(connection, statement));
      findings.add(migrations(address));
    } catch (SQLException e) {
      findings.add(Finding.of(POSTGRES, DatabaseCheck.refusal(address, e)));
    } catch (RuntimeException e) {
      findings.add(
          Finding.wrong(
              "migrations",
              "cannot be read: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
              "Grant the user of the service the schema that it works in."));
    }
    return findings;
  }

  private static Finding version(DatabaseAddress address, Statement statement) throws SQLException {
    String version = show(statement, "server_version");
    int major = Integer.parseInt(show(statement, "server_version_num")) / VERSION_UNIT;
    String message = "%s answers, version %s".formatted(address.location(), version);
    return major < OLDEST_MAJOR
        ? Finding.warning(POSTGRES, message, "It is no longer repaired. Upgrade to 17.")
        : Finding.ok(POSTGRES, message);
  }

  private Finding clock(Statement statement) throws SQLException {
    Instant before = clock.instant();
    Instant stored = instant(statement);
    Instant after = clock.instant();
    Instant here = before.plus(Duration.between(before, after).dividedBy(2));
    Duration apart = Duration.between(stored, here).abs();
    String message =
        "that of the database and that of this machine are %d.%03d s apart"
            .formatted(apart.toSeconds(), apart.toMillisPart());
    String advice = "Run NTP (chrony or systemd-timesyncd) on both machines.";
    if (apart.compareTo(FAR) > 0) {
      return Finding.wrong(CLOCK, message, advice);
    }
    return apart.compareTo(NEAR) > 0
        ? Finding.warning(CLOCK, message, advice)
        : Finding.ok(CLOCK, message);
  }

  /** Whether the server takes writes and has room for them. What is written goes at once. */
  private static Finding writes(Connection connection, Statement statement) throws SQLException {
    if (show(statement, "transaction_read_only").equals("on")) {
      return Finding.wrong(
          DISK,
          "the database takes no writes: it is a standby, or default_transaction_read_only is on",
          "Name the primary server, or set default_transaction_read_only = off.");
    }
    connection.setAutoCommit(false);
    try {
      statement.execute(ROOM_MEMORY);
      statement.execute(WRITES_TO_DISK);
      return Finding.ok(DISK, "it can be written; the database takes " + size(statement));
    } catch (SQLException e) {
      if (!DISK_FULL.equals(e.getSQLState())) {
        throw e;
      }
      return Finding.wrong(
          DISK,
          "it is full: %s".formatted(String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
          "Free some, or make it larger; remove no file of PostgreSQL. Nothing else is to be done afterwards.");
    } finally {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  private static String size(Statement statement) throws SQLException {
    try (ResultSet result =
        statement.executeQuery("SELECT pg_size_pretty(pg_database_size(current_database()))")) {
      result.next();
      return result.getString(1);
    }
  }

  private static Instant instant(Statement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery("SELECT clock_timestamp()")) {
      result.next();
      return result.getTimestamp(1).toInstant();
    }
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet value = statement.executeQuery("SHOW " + setting)) {
      value.next();
      return value.getString(1);
    }
  }

  private static Finding migrations(DatabaseAddress address) {
    DataSource database = connections(address);
    Migrations.Status status = Migrations.status(database);
    if (status.failed() > 0) {
      return Finding.wrong(
          "migrations",
          "%d have failed".formatted(status.failed()),
          "Read the log of the start that tried, and restore the database if it is half done.");
    }
    if (status.refusal().isPresent()) {
      return Finding.wrong(
          "migrations",
          "a newer version has brought the database to %s, with which this one cannot work"
              .formatted(status.version()),
          "Start that version, or restore a backup from before.");
    }
    if (status.pending() > 0 && !Migrations.isAllowed(database)) {
      return Finding.wrong(
          "migrations",
          "%d are missing, and the user of the service may not change the schema"
              .formatted(status.pending()),
          "Run \"trainyard migrate --run-role ROLE\" with the owner of the schema in MIGRATE_DATABASE_URL.");
    }
    if (status.unknown() > 0) {
      return Finding.warning(
          "migrations",
          "a newer version has brought the database to %s; this one knows up to %s and works with it"
              .formatted(status.version(), status.known()),
          "Upgrade this process too.");
    }
    String version =
        status.version().isEmpty() ? "the schema is empty" : "version " + status.version();
    return Finding.ok(
        "migrations",
        status.pending() == 0
            ? version + ", none is missing"
            : "%s; the next start applies %d".formatted(version, status.pending()));
  }

  private Finding redis(ServerSettings settings) {
    if (settings.redis().isEmpty()) {
      if (BootRedisProperties.isConfigured(environment)) {
        return Finding.ok(REDIS, "is that of spring.data.redis, which is not examined");
      }
      return IncludedServers.here().redis()
          ? Finding.ok(REDIS, "is embedded, and starts and stops with the service")
          : missing(REDIS, ServerSettings.REDIS_URL);
    }
    ExternalRedis redis = settings.redis().get();
    try (Jedis jedis = RedisCheck.connect(redis)) {
      String info = jedis.info();
      String message =
          "%s answers, version %s, appendonly %s"
              .formatted(
                  redis,
                  field(info, "redis_version"),
                  field(info, "aof_enabled").equals("1") ? "on" : "off");
      String policy = field(info, "maxmemory_policy");
      if (!field(info, "role").equals("master")) {
        return Finding.wrong(
            REDIS, message + ", but it is a replica", "Name the master, or its sentinels.");
      }
      return policy.isEmpty() || policy.equals("noeviction")
          ? Finding.ok(REDIS, message)
          : Finding.warning(
              REDIS,
              "%s, maxmemory-policy %s: hints may vanish, and their jobs start later"
                  .formatted(message, policy),
              "Set maxmemory-policy noeviction for it.");
    } catch (JedisAccessControlException e) {
      return Finding.wrong(
          REDIS,
          "%s does not accept this user with this password: %s".formatted(redis, e.getMessage()),
          "Correct both in REDIS_URL. A process that already runs goes on without Redis until it is restarted with them.");
    } catch (JedisException e) {
      return Finding.wrong(
          REDIS,
          "%s cannot be used: %s".formatted(redis, e.getMessage()),
          "Start it, or correct REDIS_URL. Meanwhile jobs go on, a little slower.");
    }
  }

  /** Tells that the jar for servers needs a server which no setting names. */
  private static Finding missing(String server, String setting) {
    return Finding.wrong(
        server, "is not in this jar, and no setting names one", "Set %s.".formatted(setting));
  }

  private static String field(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
