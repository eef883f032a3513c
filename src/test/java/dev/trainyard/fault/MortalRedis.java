package dev.trainyard.fault;

import static org.awaitility.Awaitility.await;

import dev.trainyard.support.FreePort;
import dev.trainyard.support.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.embedded.core.ExecutableProvider;

/** A Redis that a test kills and starts again on the same port, with or without its data. */
final class MortalRedis implements AutoCloseable {
  private static final Duration PATIENCE = Patience.LIMIT;

  private final Path program;
  private final Path directory;
  private final int port;
  private Process process;

  private MortalRedis(Path program, Path directory, int port) {
    this.program = program;
    this.directory = directory;
    this.port = port;
  }

  /** Starts an empty server that writes down every change at once. */
  static MortalRedis start(Path directory) throws IOException {
    Path files = Files.createDirectories(directory.resolve("redis"));
    Path program =
        ExecutableProvider.newJarResourceProvider(files.toFile()).get().toPath().toAbsolutePath();
    MortalRedis redis = new MortalRedis(program, files, FreePort.find());
    redis.start();
    return redis;
  }

  int port() {
    return port;
  }

  /** Kills the server; its file of changes stays. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Deletes what a killed server has left. */
  void loseData() throws IOException {
    Files.deleteIfExists(directory.resolve("appendonly.aof"));
  }

  /** Starts on the files that are there, and waits until it answers. */
  void start() throws IOException {
    process =
        new ProcessBuilder(
                program.toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "always",
                "--save",
                "")
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()))
            .start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(Jedis::ping).equals("PONG"));
  }

  /** What the server answers to one question, on a connection of its own. */
  <T> T ask(Function<Jedis, T> question) {
    try (Jedis jedis = new Jedis("127.0.0.1", port)) {
      return question.apply(jedis);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
