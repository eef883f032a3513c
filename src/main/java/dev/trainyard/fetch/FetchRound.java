package dev.trainyard.fetch;

import dev.trainyard.job.worker.WorkerIdentity;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.sql.DatabaseOutage;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Runs the fetches of this process: takes those that wait, each on a thread of its own, keeps their
 * claims while they run, and stops those that were cancelled.
 */
@Component("fetchRound")
public class FetchRound {
  private static final Logger LOG = LoggerFactory.getLogger(FetchRound.class);
  private static final int STOP_SECONDS = 2;

  private final FetchStore store;
  private final FetchRun run;
  private final FetchSettings settings;
  private final WorkerIdentity process;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonThreads.factory("trainyard-fetch"));

  /** Threads of the running fetches by their claims; guarded by this. */
  private final Map<UUID, Thread> running = new HashMap<>();

  /** Of them those that were not begun by {@link #run()}; guarded by this. */
  private int guests;

  private boolean away;
  private volatile boolean stopping;

  FetchRound(FetchStore store, FetchRun run, FetchSettings settings, WorkerIdentity process) {
    this.store = store;
    this.run = run;
    this.settings = settings;
    this.process = process;
  }

  /** Keeps the claims of running fetches, and takes what waits; returns at once. */
  public synchronized void run() {
    if (stopping) {
      return;
    }
    try {
      if (!running.isEmpty()) {
        Set<UUID> lost = new HashSet<>(running.keySet());
        lost.removeAll(store.renew(running.keySet(), settings.lease()));
        running.forEach(
            (token, thread) -> {
              if (lost.contains(token)) {
                thread.interrupt();
              }
            });
      }
      int free = settings.concurrency() - (running.size() - guests);
      if (free > 0) {
        store.claim(free, process.id(), settings.lease()).forEach(this::begin);
      }
      away = false;
    } catch (DataAccessException | TransactionException e) {
      if (!away) {
        LOG.warn("no fetch begins while PostgreSQL is unavailable: {}", e.getMessage());
      }
      away = true;
    }
  }

  private void begin(ClaimedFetch fetch) {
    // It is on the list before it runs, so that its claim is kept from the first round on
    running.put(fetch.token(), Thread.currentThread());
    threads.execute(
        () -> {
          synchronized (this) {
            running.put(fetch.token(), Thread.currentThread());
          }
          try {
            end(fetch);
          } finally {
            synchronized (this) {
              running.remove(fetch.token());
            }
          }
        });
  }

  private void end(ClaimedFetch fetch) {
    try {
      Instant earliest = run.run(fetch, (covered, wanted) -> requireNoInterrupt());
      store.finish(fetch, null, earliest);
    } catch (FetchLostException e) {
      LOG.info("fetch {} ends: {}", fetch.id(), e.getMessage());
    } catch (FetchPausedException e) {
      LOG.info("fetch {} waits: {}", fetch.id(), e.getMessage());
      giveBack(fetch, e.pause());
    } catch (FetchRun.ImpossibleException e) {
      finish(fetch, String.valueOf(e.getMessage()), e.earliest());
    } catch (CamelExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (isPassing(cause)) {
        LOG.debug("fetch {} waits", fetch.id(), cause);
        giveBack(fetch, Duration.ZERO);
      } else {
        finish(fetch, String.valueOf(cause.getMessage()), null);
      }
    } catch (RuntimeException e) {
      if (stopping || isPassing(e)) {
        // Whoever has the claim next goes on
        LOG.debug("fetch {} waits", fetch.id(), e);
        giveBack(fetch, Duration.ZERO);
      } else {
        LOG.error("fetch {} failed", fetch.id(), e);
        finish(fetch, String.valueOf(e.getMessage()), null);
      }
    }
  }

  /** Whether a fetch is to go on later, here or elsewhere. */
  static boolean isPassing(Throwable cause) {
    return cause instanceof DirectConsumerNotAvailableException
        || cause instanceof RejectedExecutionException
        || cause instanceof InterruptedException
        || DatabaseOutage.isAbsence(cause);
  }

  private static void requireNoInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      throw new FetchLostException("it was cancelled, or this process stops");
    }
  }

  private void finish(ClaimedFetch fetch, String error, @Nullable Instant earliest) {
    try {
      store.finish(fetch, error, earliest);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("the end of fetch {} is not written; it runs again", fetch.id(), e);
    }
  }

  private void giveBack(ClaimedFetch fetch, Duration pause) {
    try {
      store.giveBack(fetch, pause);
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("fetch {} is not given back; it goes on when its lease is over", fetch.id(), e);
    }
  }

  /** Runs something whose claim is kept meanwhile, on the thread of the caller. */
  @Nullable Instant runHere(ClaimedFetch fetch, FetchRun.Watcher watcher) {
    synchronized (this) {
      running.put(fetch.token(), Thread.currentThread());
      guests++;
    }
    try {
      return run.run(fetch, watcher);
    } finally {
      synchronized (this) {
        running.remove(fetch.token());
        guests--;
      }
    }
  }

  /** Takes nothing more; what is cut off goes on in another process. */
  @PreDestroy
  void stop() throws InterruptedException {
    stopping = true;
    threads.shutdownNow();
    if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.debug("a fetch has not ended yet; its lease ends it");
    }
  }
}
