package dev.trainyard.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * One PostgreSQL and one Redis for all tests of a JVM, started on first use and stopped at its
 * exit.
 *
 * <p>Tests stay apart by taking a database of their own from {@link #freshDatabase()} and a Redis
 * database index of their own from {@link #freshRedisUrl()}. Redis channels (pub/sub) have no
 * index: all tests of a JVM share them.
 */
public final class TestServers {

  private static final int REDIS_DATABASES = 1000;

  private final EmbeddedPostgres postgres;
  private final RedisProcess redis;
  private final AtomicInteger databases = new AtomicInteger();
  private final AtomicInteger redisDatabases = new AtomicInteger();

  private TestServers() {
    try {
      Path directory =
          Files.createTempDirectory(
              Files.createDirectories(Path.of("target").toAbsolutePath()), "test-servers");
      postgres =
          EmbeddedPostgres.builder()
              .setRegisterShutdownHook(false)
              .setDataDirectory(directory.resolve("postgres"))
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .start();
      redis =
          RedisProcess.server(
              Files.createDirectories(directory.resolve("redis")),
              "",
              "databases " + REDIS_DATABASES);
      SpringApplication.getShutdownHandlers().add(this::stop);
      Runtime.getRuntime().addShutdownHook(new Thread(this::stopWithoutSpring));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a JVM whose tests have started no service, nobody calls the handler. */
  private void stopWithoutSpring() {
    boolean servicesEnd =
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("SpringApplicationShutdownHook"));
    if (!servicesEnd) {
      stop();
    }
  }

  /** Called after the services of the tests: without their servers each would wait for them. */
  private synchronized void stop() {
    redis.close();
    try {
      postgres.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The servers of this JVM. */
  public static TestServers shared() {
    return Holder.SERVERS;
  }

  /** Where PostgreSQL listens. */
  public int postgresPort() {
    return postgres.getPort();
  }

  /** A database that a test connects to. */
  public record Database(String jdbcUrl, String username, String password) {

    /** The same as one URL, as {@code DATABASE_URL} takes it. */
    public String url() {
      return jdbcUrl + "?user=" + username + "&password=" + password;
    }

    /** A data source that opens a new connection each time. */
    public DataSource dataSource() {
      PGSimpleDataSource dataSource = new PGSimpleDataSource();
      dataSource.setUrl(jdbcUrl);
      dataSource.setUser(username);
      dataSource.setPassword(password);
      return dataSource;
    }
  }

  /** Creates an empty database with a name of its own. */
  public Database freshDatabase() {
    String name = "test_" + databases.incrementAndGet();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create database " + name, e);
    }
    String url = "jdbc:postgresql://localhost:%d/%s".formatted(postgres.getPort(), name);
    return new Database(url, "postgres", "");
  }

  /** A {@code redis://} URL with a database index that no other test has. */
  public String freshRedisUrl() {
    return "redis://localhost:%d/%d".formatted(redis.port(), redisDatabases.incrementAndGet());
  }

  /**
   * Gives a Spring test its own database and Redis index, through the settings that a deployment
   * uses. Call it from a {@code @DynamicPropertySource} method.
   */
  public void register(DynamicPropertyRegistry registry) {
    Database database = freshDatabase();
    String redisUrl = freshRedisUrl();
    registry.add("DATABASE_URL", database::url);
    registry.add("REDIS_URL", () -> redisUrl);
  }

  private static final class Holder {
    private static final TestServers SERVERS = new TestServers();
  }
}
