package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that this process runs itself.
 *
 * <p>Only its programs come from the library. The library's own launcher sets no password, and
 * opens the directory of its programs to all users. It leaves a server behind when its start fails
 * half-way, and waits no longer than five seconds for a stop.
 */
final class PostgresServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  static final String DATABASE = "trainyard";

  /** The line of {@code postmaster.pid} that holds the port, from 0. */
  private static final int PORT_LINE = 3;

  private final PostgresControl control;
  private final DatabaseAddress address;

  private PostgresServer(PostgresControl control, DatabaseAddress address) {
    this.control = control;
    this.address = address;
  }

  /**
   * Starts the server, after stopping the one that a killed service may have left on the same
   * files.
   *
   * @param dataDirectory absolute path of a directory whose lock the caller holds
   * @throws StartupRefusedException when it cannot start, and its user can do something about it
   */
  static PostgresServer start(Path dataDirectory) throws IOException {
    PostgresBinaries binaries = PostgresBinaries.in(dataDirectory.resolve("bin"));
    Path directory = dataDirectory.resolve("postgres");
    PostgresControl control = new PostgresControl(binaries, directory);
    control.stopLeftover();
    binaries.removeOthers();
    String password = PostgresCluster.open(directory, binaries).password();
    int port = control.start();
    PostgresServer server = new PostgresServer(control, address(port, DATABASE, password));
    try {
      createDatabase(address(port, "postgres", password));
    } catch (SQLException e) {
      server.close();
      throw new StartupRefusedException(
          "The embedded PostgreSQL in %s refuses its own user: %s"
              .formatted(directory, e.getMessage()),
          StartupRefusedException.EX_CONFIG,
          e);
    }
    LOG.info("Embedded PostgreSQL is listening on {}", server.address.location());
    return server;
  }

  /**
   * Returns the address of the database of a service that runs on the files, if one does.
   *
   * @param dataDirectory the directory of the embedded servers
   */
  static Optional<DatabaseAddress> running(Path dataDirectory) {
    PostgresCluster cluster =
        new PostgresCluster(dataDirectory.toAbsolutePath().resolve("postgres"));
    try {
      List<String> lines = Files.readAllLines(cluster.directory().resolve("postmaster.pid"), UTF_8);
      int port = Integer.parseInt(lines.get(PORT_LINE).strip());
      return Optional.of(address(port, DATABASE, cluster.password()));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Returns the address of the service's database. */
  DatabaseAddress address() {
    return address;
  }

  /** Completes when the running server ends, for whatever reason. */
  CompletableFuture<?> ended() {
    return control.ended();
  }

  /** Tells the server to end all sessions and stop, without waiting. */
  void abandon() throws IOException {
    control.abandon();
  }

  @Override
  public void close() throws IOException {
    control.stop();
  }

  private static void createDatabase(DatabaseAddress maintenance) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                maintenance.jdbcUrl(), maintenance.username(), maintenance.password());
        Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        statement.execute("CREATE DATABASE " + DATABASE);
      }
    }
  }

  private static boolean exists(Statement statement) throws SQLException {
    String query = "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(DATABASE);
    try (ResultSet found = statement.executeQuery(query)) {
      return found.next();
    }
  }

  /** How to connect to a database of a server on the loopback interface. */
  static DatabaseAddress address(int port, String database, String password) {
    return new DatabaseAddress(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database),
        PostgresCluster.SUPERUSER,
        password);
  }
}
