package dev.trainyard.pipeline;

import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.LogContext;
import dev.trainyard.job.work.JournalEntry;
import dev.trainyard.job.work.LogLine;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import dev.trainyard.job.work.TrialEvent;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.optimize.Trial;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.sql.DatabaseOutage;
import io.opentelemetry.context.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Stores the output of a job's stage once a second, on a separate thread: a worker that dies loses
 * a second of work, and the work never waits for PostgreSQL. During an outage of PostgreSQL the
 * journal keeps the trials and the work continues, for a grace time.
 *
 * <p>A failed write throws from the stage's next call.
 */
final class JobJournal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobJournal.class);
  private static final long INTERVAL_MILLIS = 1000;
  private static final int MAX_BATCH = 1000;

  private final WorkStore store;
  private final TrialCodec codec;
  private final Lease lease;
  private final Clock clock;
  private final Duration grace;
  private final Consumer<ProgressSnapshot> listener;
  private final ScheduledExecutorService writer;

  private final List<Made> pending = new ArrayList<>();
  private final Map<String, Trial> best = new HashMap<>();
  private final List<Said> said = new ArrayList<>();
  private @Nullable ProgressSnapshot progress;
  private @Nullable ScheduledFuture<?> ticks;
  private volatile @Nullable RuntimeException failure;

  /**
   * Start of the current outage of PostgreSQL; null when there is none. Only the writer uses it.
   */
  private @Nullable Instant awaySince;

  /**
   * Opens a journal.
   *
   * @param grace how long the work continues without PostgreSQL
   * @param listener receives all progress that is stored
   */
  JobJournal(
      WorkStore store,
      TrialCodec codec,
      Lease lease,
      Clock clock,
      Duration grace,
      Consumer<ProgressSnapshot> listener) {
    this.store = store;
    this.codec = codec;
    this.lease = lease;
    this.clock = clock;
    this.grace = grace;
    this.listener = listener;
    this.writer = Executors.newSingleThreadScheduledExecutor(task -> thread(lease, task));
  }

  private static Thread thread(Lease lease, Runnable task) {
    Runnable traced = Context.current().wrap(task);
    return DaemonThreads.named("job-journal", () -> LogContext.run(lease.jobId(), traced));
  }

  /**
   * Adds a trial.
   *
   * @throws LeaseLostException when an earlier write found the lease lost
   */
  void trial(String study, Trial trial) {
    add(() -> pending.add(new Made(study, trial, improves(study, trial))));
  }

  /** Takes in trials of a study that an earlier claim has stored, to know a better one. */
  void known(String study, Trial trial) {
    synchronized (pending) {
      improves(study, trial);
    }
  }

  private boolean improves(String study, Trial trial) {
    Trial before = best.get(study);
    boolean improves = before == null || Trial.BEST_FIRST.compare(trial, before) < 0;
    if (improves) {
      best.put(study, trial.withoutReturns());
    }
    return improves;
  }

  /** Replaces the latest progress; only the latest is stored. */
  void progress(ProgressSnapshot snapshot) {
    add(() -> progress = snapshot);
  }

  /**
   * Adds a line to the logs of the job and of the process.
   *
   * @throws LeaseLostException when an earlier write found the lease lost
   */
  void line(LogLine line) {
    log(line);
    entry(line);
  }

  /**
   * Adds a line only to the job's log.
   *
   * @throws LeaseLostException when an earlier write found the lease lost
   */
  void entry(LogLine line) {
    Said now = new Said(line, clock.instant());
    add(() -> said.add(now));
  }

  /** Writes a line to the log of the process, whose lines carry the job's id. */
  static void log(LogLine line) {
    LOG.atLevel(Level.valueOf(line.level().name())).log(line.message());
  }

  /**
   * Blocks until every pending trial, log line and progress update is stored.
   *
   * @throws LeaseLostException when the lease is no longer the job's
   * @throws org.springframework.dao.DataAccessException when storing failed for longer than the
   *     grace time
   */
  void flush() throws InterruptedException {
    while (!isEmpty()) {
      throwFailure();
      try {
        writer.submit(this::write).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(
            "the journal of job %s failed".formatted(lease.jobId()), e.getCause());
      }
      if (!isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      }
    }
    throwFailure();
  }

  /** Stores what it can within a second: everything, when PostgreSQL answers. */
  @Override
  public void close() {
    if (failure == null && !isEmpty()) {
      writer.execute(this::write);
    }
    writer.shutdown();
    try {
      if (!writer.awaitTermination(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("the last trials of job {} are still being stored", lease.jobId());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void add(Runnable change) {
    throwFailure();
    synchronized (pending) {
      change.run();
      if (ticks == null) {
        ticks =
            writer.scheduleWithFixedDelay(this::write, 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private boolean isEmpty() {
    synchronized (pending) {
      return pending.isEmpty() && said.isEmpty() && progress == null;
    }
  }

  private void throwFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  private void write() {
    try {
      while (failure == null && !isEmpty()) {
        writeBatch();
      }
      if (awaySince != null) {
        LOG.info("PostgreSQL is back, the trials of job {} are stored", lease.jobId());
      }
      awaySince = null;
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /**
   * Writes a batch, which stays pending until it is stored. Progress and lines refer to all trials
   * before them, so they are stored with the last of these trials.
   */
  private void writeBatch() {
    List<Made> batch;
    ProgressSnapshot snapshot = null;
    List<Said> lines = List.of();
    synchronized (pending) {
      batch = List.copyOf(pending.subList(0, Math.min(pending.size(), MAX_BATCH)));
      if (batch.size() == pending.size()) {
        snapshot = progress;
        lines = List.copyOf(said);
      }
    }
    Instant now = clock.instant();
    boolean stored =
        store.store(
            lease,
            new JournalEntry(
                batch.stream().map(this::encoded).toList(),
                snapshot,
                lines.stream().map(line -> line.stored(now)).toList(),
                told(batch)));
    synchronized (pending) {
      pending.subList(0, batch.size()).clear();
      said.subList(0, lines.size()).clear();
      if (Objects.equals(progress, snapshot)) {
        progress = null;
      }
    }
    if (stored && snapshot != null) {
      listener.accept(snapshot);
    }
  }

  private void failed(RuntimeException e) {
    if (!DatabaseOutage.isAbsence(e)) {
      failure = e;
      return;
    }
    Instant now = clock.instant();
    if (awaySince == null) {
      awaySince = now;
      LOG.warn(
          "job {} continues without PostgreSQL for up to {} s: {}",
          lease.jobId(),
          grace.toSeconds(),
          e.getMessage());
    } else if (Duration.between(awaySince, now).compareTo(grace) > 0) {
      failure = e;
    }
  }

  /**
   * The last improvement, or else the newest: one event for each write, however fast trials are.
   */
  private static @Nullable TrialEvent told(List<Made> batch) {
    Made told = batch.isEmpty() ? null : batch.get(batch.size() - 1);
    for (Made made : batch) {
      if (made.improved) {
        told = made;
      }
    }
    return told == null ? null : new TrialEvent(told.study, told.trial.number(), told.improved);
  }

  private StoredTrial encoded(Made made) {
    return codec.encode(made.study, made.trial);
  }

  /** A trial, and whether it was the best of its study when it was made. */
  private record Made(String study, Trial trial, boolean improved) {}

  /** A line and the time of its event. */
  private record Said(LogLine line, Instant at) {
    LogLine stored(Instant now) {
      return line.aged(Duration.between(at, now));
    }
  }
}
