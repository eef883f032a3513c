package dev.trainyard.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis or a sentinel that a test configures, asks and kills. */
public final class RedisProcess implements AutoCloseable {
  private static final Duration PATIENCE = Patience.LIMIT;

  private final Process process;
  private final int port;
  private final String password;

  private RedisProcess(Process process, int port, String password) {
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts a server on a free port.
   *
   * @param password of the default user; empty for none
   * @param settings lines of its configuration
   */
  public static RedisProcess server(Path directory, String password, String... settings)
      throws IOException {
    return server(directory, password, FreePort.find(), settings);
  }

  /** Starts a server on a port, such as that of one before it. */
  public static RedisProcess server(Path directory, String password, int port, String... settings)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of(settings));
    lines.add("save \"\"");
    if (!password.isEmpty()) {
      lines.add("requirepass " + password);
      lines.add("masterauth " + password);
    }
    return start(directory, password, port, lines, List.of());
  }

  /** Starts a sentinel on a free port. */
  public static RedisProcess sentinel(Path directory, String... settings) throws IOException {
    return start(directory, "", FreePort.find(), List.of(settings), List.of("--sentinel"));
  }

  private static RedisProcess start(
      Path directory, String password, int port, List<String> settings, List<String> options)
      throws IOException {
    List<String> lines = new ArrayList<>(settings);
    lines.add("port " + port);
    lines.add("dir " + directory);
    lines.add("bind 127.0.0.1");
    Path configuration = Files.write(directory.resolve("redis-" + port + ".conf"), lines);
    List<String> command = new ArrayList<>();
    command.add(
        ExecutableProvider.newJarResourceProvider(directory.toFile()).get().getAbsolutePath());
    command.add(configuration.toString());
    command.addAll(options);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis-" + port + ".log").toFile())
            .start();
    RedisProcess redis = new RedisProcess(process, port, password);
    await().atMost(PATIENCE).ignoreExceptions().until(() -> redis.ask(Jedis::ping).equals("PONG"));
    return redis;
  }

  public int port() {
    return port;
  }

  public <T> T ask(Function<Jedis, T> question) {
    var config =
        DefaultJedisClientConfig.builder().password(password.isEmpty() ? null : password).build();
    try (Jedis jedis = new Jedis("127.0.0.1", port, config)) {
      return question.apply(jedis);
    }
  }

  /** Whether a worker waits here for a job. */
  public boolean hasWaitingWorker() {
    return ask(Jedis::clientList).contains("cmd=bzpopmin");
  }

  @Override
  public void close() {
    kill();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
