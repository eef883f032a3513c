package dev.trainyard.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/**
 * The Redis that this process runs itself.
 *
 * <p>It becomes a daemon in a session of its own, so that an interrupt from the terminal reaches
 * only the service. Only the program comes from the library: its launcher stops the server from a
 * shutdown hook while work is in progress, and does not handle a leftover one.
 */
final class RedisServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
  private static final String STAGING_PREFIX = "unpacking-redis-";
  private static final int START_ATTEMPTS = 3;
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 20;

  /** At least a minute, because a long file of writes takes time to read. */
  private static final int START_POLLS = 3_000;

  private final ServerProcess process;
  private final Path program;
  private final Path directory;
  private final RedisAddress address;

  private RedisServer(ServerProcess process, Path program, Path directory, RedisAddress address) {
    this.process = process;
    this.program = program;
    this.directory = directory;
    this.address = address;
  }

  /**
   * Starts the server on a free port of the loopback interface. It first stops a server that a
   * killed service may have left on the same files.
   *
   * @param dataDirectory a directory whose lock the caller holds
   * @throws StartupRefusedException when it cannot start
   */
  static RedisServer start(Path dataDirectory) throws IOException {
    Path directory = PrivateFiles.createDirectories(dataDirectory.resolve("redis"));
    Path programs = PrivateFiles.createDirectories(dataDirectory.resolve("bin"));
    ServerProcess process =
        new ServerProcess(
            programs.resolve("redis-server").toString(), configuration(directory).toString());
    process.endLeftover("Redis", STOP_PATIENCE);
    Path program = program(programs);
    String reason = "";
    for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      RedisServer server =
          new RedisServer(
              process,
              program,
              directory,
              new RedisAddress(
                  "127.0.0.1", FreePort.find(), 0, "", PrivateFiles.newPassword(), false));
      Optional<String> failure = server.launch();
      if (failure.isEmpty()) {
        LOG.info("Embedded Redis is listening on {}", server.address);
        return server;
      }
      reason = failure.get();
      server.close();
      setAsideDamage(directory, reason);
    }
    throw new StartupRefusedException(
        "The embedded Redis in %s cannot start: %s".formatted(directory, reason));
  }

  RedisAddress address() {
    return address;
  }

  /** Completes when the running server ends, for whatever reason. */
  CompletableFuture<?> ended() {
    return process.ended();
  }

  /**
   * Starts the server again on its files and under its address, after it has died.
   *
   * @throws IOException when it does not start
   */
  void restart() throws IOException {
    process.end(STOP_PATIENCE);
    Optional<String> failure = launch();
    if (failure.isPresent()) {
      setAsideDamage(directory, failure.get());
      throw new IOException(failure.get());
    }
  }

  /** Tells the server to stop, without waiting. */
  void abandon() {
    process.find().forEach(ProcessHandle::destroy);
  }

  @Override
  public void close() throws IOException {
    process.end(STOP_PATIENCE);
  }

  /** Launches the server; returns the reason for a failure, or nothing. */
  private Optional<String> launch() throws IOException {
    Path log = directory.resolve("server.log");
    Files.deleteIfExists(log);
    PrivateFiles.write(configuration(directory), settings(log));
    Command.Result result =
        Command.of(program.toString(), configuration(directory).toString()).run();
    if (!result.succeeded()) {
      return Optional.of(result.lastLine());
    }
    for (int poll = 0; poll < START_POLLS && !process.find().isEmpty(); poll++) {
      if (answers()) {
        return Optional.empty();
      }
      pause();
    }
    return Optional.of(Files.exists(log) ? reason(log) : "it ended at once");
  }

  private String settings(Path log) {
    return String.join(
        "\n",
        "bind 127.0.0.1",
        "port " + address.port(),
        "protected-mode yes",
        "requirepass " + address.password(),
        "daemonize yes",
        "dir " + quoted(directory),
        "logfile " + quoted(log),
        "appendonly yes",
        "appendfsync everysec",
        // Only the log of writes is kept, without snapshots
        "save \"\"",
        "maxmemory-policy noeviction",
        "always-show-logo no",
        // Shows our configuration, by which a leftover is recognised
        "proc-title-template \"{title} {listen-addr} {config-file}\"",
        "");
  }

  private boolean answers() {
    try (Jedis jedis = new Jedis(address.host(), address.port(), RedisClient.config(address))) {
      jedis.ping();
      return true;
    } catch (JedisException notYet) {
      return false;
    }
  }

  /**
   * Sets a damaged file aside. Everything in Redis can be restored from PostgreSQL, so an empty
   * Redis is better than none.
   */
  private static void setAsideDamage(Path directory, String reason) throws IOException {
    if (reason.contains("Bad file format")) {
      Path damaged = directory.resolve("appendonly.aof.damaged");
      Files.move(directory.resolve("appendonly.aof"), damaged, REPLACE_EXISTING);
      LOG.warn(
          "Redis could not read its file; it starts empty, and the file is kept as {}", damaged);
    }
  }

  private static String reason(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, UTF_8);
    return lines.stream()
        .filter(line -> line.contains(" # ") && !line.contains("WARNING"))
        .reduce((first, last) -> last)
        .orElse("see " + log);
  }

  /**
   * Unpacks the program anew. It gets its place when it is complete and may be executed: what a
   * service that was killed in between has left would fail at every later start.
   */
  private static Path program(Path directory) throws IOException {
    removeUnpacking(directory);
    Path staging = PrivateFiles.createUniqueDirectory(directory, STAGING_PREFIX);
    try {
      Path staged = ExecutableProvider.newJarResourceProvider(staging.toFile()).get().toPath();
      Path program = directory.resolve(staged.getFileName());
      return Files.move(staged, program, StandardCopyOption.ATOMIC_MOVE);
    } catch (RuntimeException | NoClassDefFoundError e) {
      throw new StartupRefusedException(
          "This jar contains no Redis for this machine. Name an external one with REDIS_URL.",
          StartupRefusedException.EX_CONFIG,
          e);
    } finally {
      PrivateFiles.delete(staging);
    }
  }

  private static void removeUnpacking(Path directory) throws IOException {
    try (var left = Files.newDirectoryStream(directory, STAGING_PREFIX + "*")) {
      for (Path staging : left) {
        PrivateFiles.delete(staging);
      }
    }
  }

  private static Path configuration(Path directory) {
    return directory.resolve("redis.conf");
  }

  private static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Redis started", e);
    }
  }
}
