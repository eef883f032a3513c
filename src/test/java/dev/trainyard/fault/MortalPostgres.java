package dev.trainyard.fault;

import static org.awaitility.Awaitility.await;

import dev.trainyard.support.FreePort;
import dev.trainyard.support.Patience;
import dev.trainyard.support.TestServers;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL that a test stops, crashes and starts again on the same files and port, or replaces
 * by a standby of its own, which has other ones.
 */
final class MortalPostgres implements AutoCloseable {
  private static final String DATABASE = "faults";
  private static final String USER = "postgres";

  private static final String TERMINATE =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'trainyard%'";

  private static final String RELOAD = "SELECT pg_reload_conf()";

  /** After a crash it first makes good what it had not written, which takes as long as it takes. */
  private static final Duration RECOVERY = Patience.LIMIT;

  /** What a copy of the files has to begin with on its own; log segments come from the server. */
  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_wal", "pg_replslot");

  private Path data;
  private int port;
  private EmbeddedPostgres running;
  private Path standbyData;
  private int standbyPort;
  private EmbeddedPostgres standby;

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
    return dataSource(port);
  }

  /** New connections to the database at a port. */
  static DataSource dataSource(int port) {
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
    running = start(data, port);
  }

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setPGStartupWait(RECOVERY)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        // For a standby that is being made
        .setServerConfig("wal_keep_size", "1GB")
        .start();
  }

  /**
   * Lets a copy of this server follow it. From the return on, nothing that was told to be committed
   * is missing there.
   */
  void startStandby() throws IOException, SQLException {
    standbyPort = FreePort.find();
    standbyData = data.resolveSibling("postgres-" + standbyPort);
    copy();
    Files.createFile(standbyData.resolve("standby.signal"));
    Files.writeString(
        standbyData.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=localhost port=%d user=%s'%n".formatted(port, USER),
        StandardOpenOption.APPEND);
    standby = start(standbyData, standbyPort);
    await()
        .atMost(RECOVERY)
        .until(
            () -> shown("SELECT string_agg(state, '') FROM pg_stat_replication"),
            "streaming"::equals);
    execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
    execute(RELOAD);
    await()
        .atMost(RECOVERY)
        .until(
            () -> shown("SELECT string_agg(sync_state, '') FROM pg_stat_replication"),
            "sync"::equals);
  }

  /** Copies the files of the running server as its documentation of low-level backups says. */
  private void copy() throws IOException, SQLException {
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('standby', true)");
      copyFiles();
      try (ResultSet label =
          statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        label.next();
        Files.writeString(standbyData.resolve("backup_label"), label.getString(1));
      }
    }
    Files.createDirectories(standbyData.resolve("pg_wal").resolve("archive_status"));
    Files.createDirectories(standbyData.resolve("pg_replslot"));
  }

  private void copyFiles() throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            if (isNotCopied(directory)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Path copy = Files.createDirectories(standbyData.resolve(data.relativize(directory)));
            // It starts on no directory that others may read
            Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(directory));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!isNotCopied(file)) {
              try {
                Files.copy(file, standbyData.resolve(data.relativize(file)));
              } catch (NoSuchFileException removedMeanwhile) {
                // Its removal is in the log, from which the standby makes it good
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private boolean isNotCopied(Path file) {
    return data.equals(file.getParent()) && NOT_COPIED.contains(file.getFileName().toString());
  }

  /** Crashes, and lets the standby go on in its place, with its files and its port. */
  void failOver() throws IOException, SQLException {
    crash();
    FileSystemUtils.deleteRecursively(data);
    data = standbyData;
    port = standbyPort;
    running = standby;
    standby = null;
    execute("SELECT pg_promote()");
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
    if (standby != null) {
      standby.close();
    }
    running.close();
  }
}
