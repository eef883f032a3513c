package dev.trainyard.fault;

import static org.awaitility.Awaitility.await;

import dev.trainyard.support.FreePort;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL that a test stops, crashes and starts again on the same files and port. */
final class MortalPostgres implements AutoCloseable {
  private static final String DATABASE = "faults";
  private static final String USER = "postgres";

  private static final String TERMINATE =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'trainyard%'";

  private static final String RELOAD = "SELECT pg_reload_conf()";

  /** After a crash it first makes good what it had not written, which takes as long as it takes. */
  private static final Duration RECOVERY = Patience.LIMIT;

  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  private MortalPostgres(Path data, int port) {
    this.data = data;
    this.port = port;
  }

  /** Starts a server with an empty database that keeps what it has committed. */
  static MortalPostgres start(Path directory) throws IOException, SQLException {
    MortalPostgres postgres = new MortalPostgres(directory.resolve("postgres"), FreePort.find());
    postgres.start();
    try (Connection connection = postgres.running.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
    }
    return postgres;
  }

  int port() {
    return port;
  }

  /** How a process reaches the database through a proxy in front of this server. */
  static TestServers.Database database(int proxyPort) {
    return new TestServers.Database(
        "jdbc:postgresql://localhost:%d/%s".formatted(proxyPort, DATABASE), USER, "");
  }

  /** New connections to this server itself. */
  DataSource dataSource() {
    PGSimpleDataSource dataSource = (PGSimpleDataSource) database(port).dataSource();
    dataSource.setSocketTimeout(30);
    dataSource.setConnectTimeout(5);
    return dataSource;
  }

  /** Ends all sessions and stops, as an operator would. */
  void stop() throws IOException {
    running.close();
  }

  /** Kills all of its processes at once, as a crash of the machine would. */
  void crash() throws IOException {
    long postmaster =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .join();
    running.close();
  }

  /** Starts on the files that are there, and waits until it takes statements. */
  void start() throws IOException {
    running =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setPGStartupWait(RECOVERY)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
  }

  /** Lets what is committed without waiting for the disk stay in memory for as long as it can. */
  void writeLate() throws SQLException {
    execute("ALTER SYSTEM SET wal_writer_delay = '10s'");
    execute(RELOAD);
  }

  /** Undoes {@link #writeLate}. */
  void writeInTime() throws SQLException {
    execute("ALTER SYSTEM RESET wal_writer_delay");
    execute(RELOAD);
  }

  /** Refuses all writes, as a replica does; sessions find out with their next transaction. */
  void refuseWrites() throws SQLException {
    execute("ALTER SYSTEM SET default_transaction_read_only = on");
    reload("on");
  }

  /** Undoes {@link #refuseWrites}. */
  void acceptWrites() throws SQLException {
    execute("ALTER SYSTEM RESET default_transaction_read_only");
    reload("off");
  }

  /** The server takes the setting over some time after it is asked to. */
  private void reload(String readOnly) throws SQLException {
    execute(RELOAD);
    await()
        .atMost(RECOVERY)
        .until(() -> shown("SHOW default_transaction_read_only"), readOnly::equals);
  }

  private String shown(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet shown = statement.executeQuery(sql)) {
      shown.next();
      return shown.getString(1);
    }
  }

  /** Ends the sessions of all processes of the service; the server runs on. */
  void terminateSessions() throws SQLException {
    execute(TERMINATE);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    running.close();
  }
}
