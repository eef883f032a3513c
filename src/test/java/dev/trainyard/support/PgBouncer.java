package dev.trainyard.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A PgBouncer before a PostgreSQL of this machine, on a port that stays its own. Anybody may
 * connect, and is the user {@code postgres}.
 */
public final class PgBouncer implements AutoCloseable {
  /** The tag of tests that need one; a build on a machine without it leaves them out. */
  public static final String TAG = "pgbouncer";

  private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");
  private static final Duration PATIENCE = Patience.LIMIT;

  private final Path configuration;
  private final int port;
  private Process process;

  private PgBouncer(Path configuration, int port) {
    this.configuration = configuration;
    this.port = port;
  }

  /** Whether there is one on this machine. */
  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Starts one in transaction mode.
   *
   * @param directory where its files are made
   * @param postgresPort the server that it stands before
   * @param settings more lines of its configuration, which win over those of this class
   */
  public static PgBouncer start(Path directory, int postgresPort, String... settings)
      throws IOException {
    int port = FreePort.find();
    List<String> lines =
        new ArrayList<>(
            List.of(
                "[databases]",
                "* = host=127.0.0.1 port=%d user=postgres".formatted(postgresPort),
                "[pgbouncer]",
                "listen_addr = 127.0.0.1",
                "listen_port = " + port,
                "unix_socket_dir =",
                "auth_type = any",
                "pool_mode = transaction",
                "ignore_startup_parameters = extra_float_digits",
                "max_client_conn = 500",
                // Not a quarter of a minute of patience after a server that was not there
                "server_login_retry = 1"));
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to be root and becomes another user by itself
      lines.add("user = postgres");
    }
    lines.addAll(List.of(settings));
    Path configuration = Files.write(directory.resolve("pgbouncer-" + port + ".ini"), lines);
    PgBouncer pooler = new PgBouncer(configuration, port);
    pooler.start();
    return pooler;
  }

  /** Starts it again after {@link #kill}, and waits until it listens. */
  public void start() throws IOException {
    process =
        new ProcessBuilder(PROGRAM.toString(), configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    configuration.resolveSibling(configuration.getFileName() + ".log").toFile()))
            .start();
    await().atMost(PATIENCE).until(this::listens);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("PgBouncer ended, see the log beside " + configuration);
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /** The same database by way of the pooler. */
  public TestServers.Database before(TestServers.Database database) {
    return new TestServers.Database(
        database.jdbcUrl().replaceFirst("//[^/]+/", "//127.0.0.1:" + port + "/"),
        database.username(),
        database.password());
  }

  /** Ends it at once, with all connections: SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it stand still: SIGSTOP. */
  public void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}: SIGCONT. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
