package dev.trainyard.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of the distribution, whose version is that of {@code pg_dump}, which refuses the
 * later one of {@link TestServers}. Its users have passwords.
 */
public final class DistributionPostgres implements AutoCloseable {
  /** The tag of tests that need one; a build on a machine without it leaves them out. */
  public static final String TAG = "postgresql";

  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String PASSWORD = "secret";

  private final Process process;
  private final int port;

  private DistributionPostgres(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one with no database but its own.
   *
   * @param directory where its files are made
   * @param settings such as {@code max_connections=200}
   */
  public static DistributionPostgres start(Path directory, String... settings) throws Exception {
    Path programs = programs();
    Path data = directory.resolve("postgres");
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    Process made =
        new ProcessBuilder(
                line(
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=postgres",
                    "--auth=scram-sha-256",
                    "--pwfile=" + password,
                    "--encoding=UTF8",
                    "--no-sync"))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("initdb.log").toFile())
            .start();
    assertThat(made.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(made.exitValue()).as(Files.readString(directory.resolve("initdb.log"))).isZero();
    int port = FreePort.find();
    List<String> command =
        line(
            programs.resolve("postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=");
    for (String setting : settings) {
      command.addAll(List.of("-c", setting));
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("postgres.log").toFile())
            .start();
    DistributionPostgres server = new DistributionPostgres(process, port);
    await().atMost(Patience.LIMIT).until(server::answers);
    return server;
  }

  private static Path programs() throws IOException {
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .filter(version -> version.getFileName().toString().matches("\\d+"))
          .filter(version -> Files.isExecutable(version.resolve("bin").resolve("initdb")))
          .max(Comparator.comparingInt(v -> Integer.parseInt(v.getFileName().toString())))
          .orElseThrow(() -> new IllegalStateException("no server in " + VERSIONS))
          .resolve("bin");
    }
  }

  /** It refuses to be root, which it is not in a user namespace of its own. */
  private static List<String> line(String... words) {
    List<String> line = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      line.addAll(List.of("unshare", "-U"));
    }
    line.addAll(List.of(words));
    return line;
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException("PostgreSQL has ended, see its log");
    }
    try (var connection = DriverManager.getConnection(jdbcUrl("postgres"), "postgres", PASSWORD)) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The URL of its superuser, as {@code psql} takes it. */
  public String adminUrl() {
    return "postgresql://postgres:%s@127.0.0.1:%d/postgres".formatted(PASSWORD, port);
  }

  /** A database as its superuser sees it. */
  public TestServers.Database database(String name) {
    return new TestServers.Database(jdbcUrl(name), "postgres", PASSWORD);
  }

  private String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** SIGINT, at which it ends its connections. */
  @Override
  public void close() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
