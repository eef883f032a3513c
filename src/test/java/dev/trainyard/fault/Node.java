package dev.trainyard.fault;

import dev.trainyard.TrainyardApplication;
import dev.trainyard.support.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One process of the service, which reaches the servers through proxies of its own. It may die; its
 * {@link Cluster} starts it again.
 */
final class Node implements AutoCloseable {
  private static final String SMALL_HEAP = "-Xmx224m";

  private final String name;
  private final Path directory;
  private final List<String> options;
  private final List<String> arguments;
  private final int port;
  private final TcpProxy postgres;
  private final TcpProxy redis;
  private volatile JavaProcess process;
  private volatile boolean endExpected;

  private Node(
      String name,
      Path directory,
      List<String> options,
      List<String> arguments,
      int port,
      TcpProxy postgres,
      TcpProxy redis) {
    this.name = name;
    this.directory = directory;
    this.options = options;
    this.arguments = arguments;
    this.port = port;
    this.postgres = postgres;
    this.redis = redis;
  }

  /**
   * Describes a process without starting it.
   *
   * @param role {@code api} or {@code worker}
   * @param port of its HTTP server; 0 for any
   * @param options of its virtual machine beside those of all
   * @param settings as on its command line
   * @param servers the ports of PostgreSQL and Redis
   */
  static Node of(
      String name,
      String role,
      int port,
      Path directory,
      List<String> options,
      List<String> settings,
      int[] servers)
      throws IOException {
    List<String> arguments = new ArrayList<>(settings);
    arguments.add("--trainyard.role=" + role);
    arguments.add("--logging.level.root=info");
    arguments.add("--server.port=" + port);
    return new Node(
        name,
        Files.createDirectories(directory.resolve(name)),
        options,
        arguments,
        port,
        TcpProxy.to(servers[0]),
        TcpProxy.to(servers[1]));
  }

  /** Starts the process; it is not ready when this returns. */
  void start() throws IOException {
    endExpected = false;
    process =
        JavaProcess.start(
            directory,
            Stream.concat(Stream.of(SMALL_HEAP, "-XX:+UseSerialGC"), options.stream()).toList(),
            Map.of(
                "DATABASE_URL",
                MortalPostgres.database(postgres.port()).url(),
                "REDIS_URL",
                "redis://localhost:" + redis.port()),
            TrainyardApplication.class,
            arguments.toArray(String[]::new));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Of its HTTP server; 0 when nobody knows. */
  int port() {
    return port;
  }

  /** Whether the id of a worker is that of the process that runs now. */
  boolean isCalled(String workerId) {
    return workerId.contains("-" + pid() + "-");
  }

  TcpProxy postgres() {
    return postgres;
  }

  TcpProxy redis() {
    return redis;
  }

  /** {@code kill -9}. */
  void kill() throws InterruptedException {
    endExpected = true;
    process.kill();
  }

  /** SIGTERM; the end is waited for, and the exit code returned. */
  int terminate() throws InterruptedException {
    endExpected = true;
    JavaProcess ending = process;
    ending.terminate();
    return ending.exitCode();
  }

  void pause() throws IOException, InterruptedException {
    process.pause();
  }

  void resume() throws IOException, InterruptedException {
    process.resume();
  }

  /** What the process that runs now has printed so far. */
  String output() throws IOException {
    return process.output();
  }

  /** Why a dead process is dead, if nobody killed it; empty if somebody did. */
  String unexpectedEnd() throws IOException, InterruptedException {
    return endExpected
        ? ""
        : "%s ended by itself with exit code %d: %s"
            .formatted(name, process.exitCode(), process.errors().strip());
  }

  @Override
  public void close() throws IOException {
    try {
      if (process != null) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    postgres.close();
    redis.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
