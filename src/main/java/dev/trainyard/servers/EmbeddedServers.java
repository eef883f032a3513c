package dev.trainyard.servers;

import dev.trainyard.process.OwnedServers;
import dev.trainyard.startup.StartupRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that this process runs itself, as a unit: they start together, and when one cannot
 * start, all are stopped.
 *
 * <p>A Redis that dies is started again under its address, since it holds only hints. Without its
 * PostgreSQL the service can do nothing: the owner is notified, and ends it.
 *
 * <p>A close waits for a start in progress. It may be called more than once, and nothing starts
 * after it.
 */
final class EmbeddedServers implements OwnedServers, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServers.class);
  private static final long START_MINUTES = 10;
  private static final Executor AFTER_A_SECOND =
      CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

  private final Runnable onDatabaseDeath;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private volatile boolean closed;

  /** Null before the start, and when PostgreSQL is external. */
  private volatile @Nullable PostgresServer postgres;

  /** Null before the start, and when Redis is external. */
  private volatile @Nullable RedisServer redis;

  /**
   * Creates the servers without starting any.
   *
   * @param onDatabaseDeath runs once when PostgreSQL has ended without being closed
   */
  EmbeddedServers(Runnable onDatabaseDeath) {
    this.onDatabaseDeath = onDatabaseDeath;
  }

  /**
   * Locks the data directory and starts the requested servers.
   *
   * @throws StartupRefusedException when that cannot work; nothing runs then
   */
  synchronized void start(Path directory, boolean withPostgres, boolean withRedis) {
    if (closed) {
      throw new StartupRefusedException(
          "The service was stopped while it was starting.", StartupRefusedException.EX_UNAVAILABLE);
    }
    if (!withPostgres && !withRedis) {
      return;
    }
    IncludedServers.here().require(withPostgres, withRedis);
    try {
      DataDirectory data = DataDirectory.open(directory);
      running.push(data);
      startBoth(data.path(), withPostgres, withRedis);
      watch();
    } catch (IOException e) {
      close();
      throw new StartupRefusedException(
          "The embedded servers in %s do not start: %s".formatted(directory, e.getMessage()),
          StartupRefusedException.EX_UNAVAILABLE,
          e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Redis starts on the executor while PostgreSQL starts on the calling thread. */
  private void startBoth(Path data, boolean withPostgres, boolean withRedis) throws IOException {
    ExecutorService beside = Executors.newSingleThreadExecutor();
    Future<RedisServer> redisStart =
        withRedis ? beside.submit(() -> RedisServer.start(data)) : null;
    beside.shutdown();
    try {
      if (withPostgres) {
        PostgresServer started = PostgresServer.start(data);
        postgres = started;
        running.push(started);
      }
    } finally {
      if (redisStart != null) {
        RedisServer started = await(redisStart);
        redis = started;
        running.push(started);
      }
    }
  }

  /** Waits with a limit, for the reason given in {@link Command}. */
  private static RedisServer await(Future<RedisServer> start) throws IOException {
    try {
      return start.get(START_MINUTES, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StartupRefusedException refusal) {
        throw refusal;
      }
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException(cause.getMessage(), cause);
    } catch (TimeoutException e) {
      throw new IOException("Redis has not started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while Redis started", e);
    }
  }

  private void watch() {
    PostgresServer database = postgres;
    if (database != null) {
      var unused = database.ended().thenRunAsync(this::databaseEnded);
    }
    RedisServer hints = redis;
    if (hints != null) {
      restartAtItsEnd(hints);
    }
  }

  private void databaseEnded() {
    if (!closed) {
      onDatabaseDeath.run();
    }
  }

  private void restartAtItsEnd(RedisServer server) {
    var unused = server.ended().thenRunAsync(() -> restart(server), AFTER_A_SECOND);
  }

  private synchronized void restart(RedisServer server) {
    if (closed) {
      return;
    }
    LOG.warn("The embedded Redis has died; restarting it");
    try {
      server.restart();
      LOG.info("The embedded Redis is listening again");
    } catch (IOException | RuntimeException e) {
      LOG.error("The embedded Redis cannot be restarted; trying again: {}", e.getMessage());
    }
    restartAtItsEnd(server);
  }

  /** Returns the address of the embedded PostgreSQL, which must have been requested. */
  synchronized DatabaseAddress database() {
    return Objects.requireNonNull(postgres, "the embedded PostgreSQL is not running").address();
  }

  /** Returns the address of the embedded Redis, which must have been requested. */
  synchronized RedisAddress redis() {
    return Objects.requireNonNull(redis, "the embedded Redis is not running").address();
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** Waits for nothing, not even for a close that hangs. */
  @Override
  public void abandon() {
    closed = true;
    try {
      RedisServer hints = redis;
      if (hints != null) {
        hints.abandon();
      }
      PostgresServer database = postgres;
      if (database != null) {
        database.abandon();
      }
    } catch (IOException e) {
      LOG.error(
          "An embedded server is left running; the next start will stop it: {}", e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!running.isEmpty()) {
      AutoCloseable next = running.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.error("Cannot stop {}", next.getClass().getSimpleName(), e);
      }
    }
  }
}
