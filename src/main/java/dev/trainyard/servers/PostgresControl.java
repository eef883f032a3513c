package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the server of a cluster with {@code pg_ctl}.
 *
 * <p>{@code pg_ctl} puts the server into a session of its own. An interrupt from the terminal then
 * reaches only the service, which needs its database until it has ended its work.
 */
final class PostgresControl {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresControl.class);
  private static final int START_ATTEMPTS = 3;
  private static final String START_SECONDS = "300";
  private static final String STOP_SECONDS = "60";
  private static final Duration KILL_PATIENCE = Duration.ofSeconds(10);

  private final PostgresBinaries binaries;
  private final Path cluster;
  private final ServerProcess process;

  PostgresControl(PostgresBinaries binaries, Path cluster) {
    this.binaries = binaries;
    this.cluster = cluster;
    this.process =
        new ServerProcess(
            binaries.home().resolveSibling(PostgresBinaries.PREFIX).toString(),
            " -D " + cluster + " ");
  }

  /**
   * Starts the server on a free port of the loopback interface.
   *
   * <p>A free port may be taken before the server binds it. A service that was killed in the middle
   * of its own start may leave a server that appears late. The next attempt solves both.
   *
   * @return the port
   * @throws StartupRefusedException when it does not start
   */
  int start() throws IOException {
    String reason = "";
    for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      int port = FreePort.find();
      Path log = cluster.resolve("server.log");
      Files.deleteIfExists(log);
      Command.Result result =
          pgCtl(
              "start",
              "--wait",
              "--timeout=" + START_SECONDS,
              "--log=" + log,
              "--options=" + options(port));
      if (result.succeeded()) {
        return port;
      }
      reason = reason(log, result);
      stopLeftover();
    }
    throw new StartupRefusedException(
        "The embedded PostgreSQL in %s cannot start: %s".formatted(cluster, reason));
  }

  /** Completes when the running server ends, for whatever reason. */
  CompletableFuture<?> ended() {
    return process.ended();
  }

  /** Stops the server that a killed service may have left, and removes its stale lock file. */
  void stopLeftover() throws IOException {
    if (!process.find().isEmpty()) {
      LOG.info("Stopping a PostgreSQL in {} that a killed service left behind", cluster);
      stop();
    }
    // PostgreSQL would mistake another process with the same id for its own
    Files.deleteIfExists(cluster.resolve("postmaster.pid"));
  }

  /** Ends all sessions, writes a checkpoint, and stops the server, if it runs. */
  void stop() throws IOException {
    for (String mode : List.of("fast", "immediate")) {
      if (process.find().isEmpty()) {
        return;
      }
      pgCtl("stop", "--wait", "--timeout=" + STOP_SECONDS, "--mode=" + mode);
    }
    process.end(KILL_PATIENCE);
  }

  /** Stops the server like {@link #stop}, without waiting for the end. */
  void abandon() throws IOException {
    pgCtl("stop", "--no-wait", "--mode=fast");
  }

  private Command.Result pgCtl(String action, String... arguments) throws IOException {
    String[] common = {action, "--pgdata=" + cluster};
    return Command.ofPostgres(
            binaries.program("pg_ctl"),
            Stream.concat(Stream.of(common), Stream.of(arguments)).toArray(String[]::new))
        .run();
  }

  private static String options(int port) {
    return Stream.of(
            "listen_addresses=127.0.0.1",
            "port=" + port,
            "unix_socket_directories=",
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_checkpoints=off",
            // The client receives the errors of its statements, and the service logs them
            "log_min_messages=log")
        .map(setting -> "-c " + setting)
        .collect(Collectors.joining(" "));
  }

  private static String reason(Path log, Command.Result result) throws IOException {
    if (!Files.exists(log)) {
      return result.lastLine();
    }
    List<String> lines = Files.readAllLines(log, UTF_8);
    return lines.stream()
        .filter(line -> line.contains("FATAL") || line.contains("PANIC"))
        .findFirst()
        .or(() -> lines.stream().reduce((first, last) -> last))
        .orElseGet(result::lastLine);
  }
}
