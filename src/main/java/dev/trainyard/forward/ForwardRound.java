package dev.trainyard.forward;

import dev.trainyard.pipeline.CandleLoader;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.sql.DatabaseOutage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Looks at the active configurations that are due. Every process does; each takes those that no
 * other has taken.
 */
@Component("forwardRound")
public class ForwardRound {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardRound.class);
  private static final int AT_ONCE = 50;

  /** After it others may look at what a process has taken, which is dead or very slow then. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  /** Looks are computed as much as they are read, so more threads than cores gain nothing. */
  private static final int THREADS = Math.min(4, Runtime.getRuntime().availableProcessors());

  private static final int STOP_SECONDS = 2;

  private final ForwardStore store;
  private final ForwardLook look;
  private final CandleLoader loader;
  private final ForwardSettings settings;
  private final ApplicationEventPublisher publisher;
  private boolean away;

  ForwardRound(
      ForwardStore store,
      ForwardLook look,
      CandleLoader loader,
      ForwardSettings settings,
      ApplicationEventPublisher publisher) {
    this.store = store;
    this.look = look;
    this.loader = loader;
    this.settings = settings;
    this.publisher = publisher;
  }

  /** Looks at all that is due; while PostgreSQL is away it does nothing, and says so once. */
  public synchronized void run() {
    try {
      List<ForwardTask> due = store.claim(AT_ONCE, LEASE);
      if (due.size() < AT_ONCE) {
        look(due, new AtomicBoolean());
      } else {
        together(due);
      }
      away = false;
    } catch (RuntimeException e) {
      if (!DatabaseOutage.isAbsence(e)) {
        throw e;
      }
      if (!away) {
        LOG.warn(
            "no configuration is followed while PostgreSQL is unavailable: {}", e.getMessage());
      }
      away = true;
    }
  }

  /** Looks at many on several threads, which are there only as long as it takes. */
  private void together(List<ForwardTask> due) {
    ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, DaemonThreads.factory("trainyard-forward"));
    AtomicBoolean stopped = new AtomicBoolean();
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        List<ForwardTask> first = i == 0 ? due : List.of();
        all.add(threads.submit(() -> lookAtAll(first, stopped)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failed
          ? failed
          : new IllegalStateException(e.getCause());
    } finally {
      stopped.set(true);
      end(threads);
    }
  }

  /** What is cut off is looked at again when its lease is over. */
  private static void end(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a look does not end; its configuration is looked at again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookAtAll(List<ForwardTask> first, AtomicBoolean stopped) {
    try {
      List<ForwardTask> tasks = first.isEmpty() ? store.claim(AT_ONCE, LEASE) : first;
      while (!tasks.isEmpty() && !stopped.get()) {
        look(tasks, stopped);
        tasks = store.claim(AT_ONCE, LEASE);
      }
    } catch (RuntimeException e) {
      // The others must not find out one by one that PostgreSQL is away
      stopped.set(true);
      throw e;
    }
  }

  private void look(List<ForwardTask> tasks, AtomicBoolean stopped) {
    NewerCandles candles = new NewerCandles(loader);
    for (ForwardTask task : tasks) {
      if (stopped.get() || Thread.currentThread().isInterrupted()) {
        return;
      }
      look(task, candles, stopped);
    }
  }

  private void look(ForwardTask task, NewerCandles candles, AtomicBoolean stopped) {
    try {
      Optional<Looked> looked = look.look(task, candles);
      if (looked.isPresent() && store.store(task.configId(), looked.get(), settings.every())) {
        String reason = looked.get().decay().orElseThrow();
        LOG.warn("configuration {} has decayed. {}", task.configId(), reason);
        publisher.publishEvent(new ConfigurationDecayed(task.configId(), reason));
      }
    } catch (RuntimeException e) {
      if (DatabaseOutage.isAbsence(e) || stopped.get()) {
        throw e;
      }
      // One that cannot be judged must not keep the others from being judged
      LOG.error("configuration {} cannot be followed", task.configId(), e);
      store.putOff(
          task.configId(),
          "it failed unexpectedly: " + e + "; the log tells why",
          settings.every());
    }
  }
}
