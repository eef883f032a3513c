package dev.trainyard.job.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.stream.ProgressBoard.Entry;
import dev.trainyard.job.view.JobProgress;
import dev.trainyard.job.view.ProgressQueries;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.process.OutOfMemory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what has happened, once for all clients of a process: one thread, which asks PostgreSQL
 * only while somebody follows, when somebody says that something happened, and once a second in any
 * case. Rounds are at least 30 ms apart, so that a flood of news costs no more than that.
 */
public final class EventDispatcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final long POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** How often the progress of one job is read at most. */
  private static final long PROGRESS_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int MAX_READ = 5000;
  private static final int EVENTS_OF_A_JOB = 200;
  private static final long BYTES_OF_A_JOB = 200_000;

  private final EventStore store;
  private final ProgressQueries progress;
  private final ProgressBoard board;
  private final ServiceFeed service;
  private final Map<UUID, Feed> jobs = new ConcurrentHashMap<>();
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  // Guarded by this
  private final Set<UUID> dirty = new HashSet<>();
  private boolean allDirty;
  private boolean woken;
  private boolean closed;
  private @Nullable Thread thread;
  private long wakeAt = System.nanoTime();

  // Of the thread alone
  private final Map<UUID, Long> progressRead = new HashMap<>();
  private final Set<UUID> progressDue = new HashSet<>();
  private long lastRound = System.nanoTime() - POLL_NANOS;
  private long lastPoll = lastRound;
  private boolean failing;

  /**
   * Creates a dispatcher, which does nothing before somebody follows.
   *
   * @param json writes progress
   */
  public EventDispatcher(EventStore store, ProgressQueries progress, ObjectMapper json) {
    this.store = store;
    this.progress = progress;
    this.board = new ProgressBoard(json);
    this.service = new ServiceFeed(store);
  }

  /**
   * Says that something has happened.
   *
   * @param job to which job; null for any
   * @param isProgress whether it is known to be progress
   */
  public synchronized void happened(@Nullable UUID job, boolean isProgress) {
    if (thread == null || (jobs.isEmpty() && !service.isFollowed())) {
      return;
    }
    if (job == null) {
      allDirty = true;
    } else if (jobs.containsKey(job) || (isProgress && service.wantsProgress())) {
      dirty.add(job);
    } else if (!service.isFollowed()) {
      return;
    }
    woken = true;
    notifyAll();
  }

  ProgressBoard board() {
    return board;
  }

  ServiceFeed service() {
    return service;
  }

  /** Keeps a subscription in mind, to end it if the record turns out to be another one. */
  void opened(Subscription subscription) {
    subscriptions.add(subscription);
  }

  void closed(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  /**
   * Follows a job.
   *
   * @param after id after which the listener needs to be told, if nobody follows the job yet
   */
  synchronized Feed watch(UUID job, long after, Runnable listener) {
    Feed feed = jobs.computeIfAbsent(job, id -> new Feed(after, EVENTS_OF_A_JOB, BYTES_OF_A_JOB));
    feed.addListener(listener);
    dirty.add(job);
    begin();
    return feed;
  }

  /** Follows a job no longer. */
  synchronized void unwatch(UUID job, Feed feed, Runnable listener) {
    if (!feed.removeListener(listener)) {
      jobs.remove(job, feed);
    }
  }

  /** Follows all. */
  synchronized void follow(Runnable listener, EventFilter filter) {
    service.add(listener, filter);
    allDirty = true;
    begin();
  }

  /** Follows all no longer. */
  synchronized void unfollow(Runnable listener) {
    service.remove(listener);
  }

  /**
   * Reads the progress of a job now; null when there is no such job.
   *
   * @param followed whether others may want it too
   */
  @Nullable Entry progressNow(UUID job, boolean followed) {
    List<JobProgress> read = progress.ofJobs(List.of(job));
    if (read.isEmpty()) {
      return null;
    }
    return followed ? board.put(read.get(0)) : board.unkept(read.get(0));
  }

  private void begin() {
    woken = true;
    if (thread == null && !closed) {
      thread = DaemonThreads.named("trainyard-dispatch", this::run);
      thread.start();
    }
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        Work work = await();
        if (work == null) {
          return;
        }
        try {
          round(work);
          recovered();
        } catch (RuntimeException e) {
          failed(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) {
      OutOfMemory.endProcessIfCauseOf(e);
      LOG.error("events are no longer dispatched", e);
    }
  }

  /** Waits until there is something to do; returns null at the end. */
  private synchronized @Nullable Work await() throws InterruptedException {
    while (!closed) {
      if (jobs.isEmpty() && !service.isFollowed()) {
        dirty.clear();
        wait();
        continue;
      }
      long now = System.nanoTime();
      long patience = lastPoll + POLL_NANOS - now;
      if (!failing) {
        patience = woken ? 0 : Math.min(patience, wakeAt - now);
      }
      patience = Math.max(patience, lastRound + PAUSE_NANOS - now);
      if (patience <= 0) {
        boolean poll = now - lastPoll >= POLL_NANOS;
        Work work =
            new Work(poll || allDirty ? Set.copyOf(jobs.keySet()) : Set.copyOf(dirty), poll);
        dirty.clear();
        allDirty = false;
        woken = false;
        lastRound = now;
        lastPoll = poll ? now : lastPoll;
        wakeAt = now + POLL_NANOS;
        return work;
      }
      TimeUnit.NANOSECONDS.timedWait(this, patience);
    }
    return null;
  }

  /**
   * Everything is read before anything is shown: what ends a stream comes with the last progress.
   */
  private void round(Work work) {
    Set<UUID> ended = new HashSet<>();
    Map<Feed, List<StreamedEvent>> news = readJobs(work.jobs, ended);
    List<StreamedEvent> all = service.isFollowed() ? service.read(MAX_READ) : List.of();
    all.stream().filter(StreamedEvent::ends).forEach(event -> ended.add(job(event)));
    Set<UUID> progressed = Set.of();
    RuntimeException failure = null;
    try {
      progressed = readProgress(work, ended);
    } catch (RuntimeException e) {
      failure = e;
    }

    news.forEach(Feed::append);
    service.append();
    news.keySet().forEach(Feed::wake);
    for (UUID job : progressed) {
      Feed feed = jobs.get(job);
      if (feed != null && !news.containsKey(feed)) {
        feed.wake();
      }
    }
    if (service.hasNews(!progressed.isEmpty())) {
      service.wake();
    }
    if (service.retryNanos() > 0) {
      comeBack(service.retryNanos());
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static UUID job(StreamedEvent event) {
    return Objects.requireNonNull(event.jobId(), "an event of a job names it");
  }

  private Map<Feed, List<StreamedEvent>> readJobs(Set<UUID> wanted, Set<UUID> ended) {
    Map<UUID, Feed> feeds = new HashMap<>();
    Map<UUID, Long> after = new HashMap<>();
    for (UUID job : wanted) {
      Feed feed = jobs.get(job);
      if (feed != null) {
        feeds.put(job, feed);
        after.put(job, feed.last());
      }
    }
    Map<Feed, List<StreamedEvent>> news = new LinkedHashMap<>();
    if (after.isEmpty()) {
      return news;
    }
    List<StreamedEvent> read = store.ofJobs(after, MAX_READ);
    for (StreamedEvent event : read) {
      Feed feed = Objects.requireNonNull(feeds.get(job(event)), "nobody asked for this job");
      news.computeIfAbsent(feed, one -> new ArrayList<>()).add(event);
      if (event.ends()) {
        ended.add(job(event));
      }
    }
    if (read.size() == MAX_READ) {
      synchronized (this) {
        dirty.addAll(wanted);
        woken = true;
      }
    }
    return news;
  }

  /** Reads the progress of jobs that are followed; returns those whose progress is another one. */
  private Set<UUID> readProgress(Work work, Set<UUID> ended) {
    long now = System.nanoTime();
    Set<UUID> wanted = new HashSet<>(progressDue);
    wanted.addAll(work.jobs);
    progressDue.clear();
    Set<UUID> read = new HashSet<>(ended);
    for (UUID job : wanted) {
      Long before = progressRead.get(job);
      if (before == null || now - before >= PROGRESS_NANOS) {
        read.add(job);
      } else if (!ended.contains(job)) {
        progressDue.add(job);
        comeBack(before + PROGRESS_NANOS - now);
      }
    }
    List<JobProgress> found = new ArrayList<>();
    if (!read.isEmpty()) {
      found.addAll(progress.ofJobs(read));
      read.forEach(job -> progressRead.put(job, now));
    }
    if (work.isPoll) {
      found.addAll(tidied());
    }
    Set<UUID> changed = new HashSet<>();
    for (JobProgress one : found) {
      Entry before = board.of(one.view().jobId());
      Entry after = board.put(one);
      if (before == null || after.version() != before.version()) {
        changed.add(one.view().jobId());
      }
    }
    return changed;
  }

  /** Forgets what nobody follows any more; returns the progress of running jobs, if wanted. */
  private List<JobProgress> tidied() {
    List<JobProgress> running = service.wantsProgress() ? progress.ofRunning() : List.of();
    Set<UUID> kept = new HashSet<>(jobs.keySet());
    running.forEach(one -> kept.add(one.view().jobId()));
    long now = System.nanoTime();
    // The last progress of a job that has ended stays for a few polls, for clients that are slow
    progressRead.forEach(
        (job, at) -> {
          if (service.wantsProgress() && now - at < 5 * POLL_NANOS) {
            kept.add(job);
          }
        });
    progressRead.keySet().retainAll(kept);
    board.retain(kept);
    return running;
  }

  private synchronized void comeBack(long nanos) {
    long at = System.nanoTime() + nanos;
    if (at - wakeAt < 0) {
      wakeAt = at;
    }
  }

  private void failed(RuntimeException e) {
    if (!failing) {
      LOG.warn("followers of events wait for PostgreSQL: {}", e.getMessage());
    }
    failing = true;
    synchronized (this) {
      allDirty = true;
    }
  }

  /**
   * After an outage the record may be an older one, as a replica has it that has taken over. Its
   * ids are given out again, so no position counts any more.
   */
  private void recovered() {
    if (!failing) {
      return;
    }
    failing = false;
    LOG.info("events are read again");
    long highest =
        jobs.values().stream().mapToLong(Feed::last).reduce(service.horizon(), Math::max);
    if (store.lastId() < highest) {
      LOG.warn("PostgreSQL has lost the last events: all who follow begin anew");
      service.restart();
      subscriptions.forEach(Subscription::end);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * What a round is about.
   *
   * @param jobs jobs about which there may be news
   * @param isPoll whether it looks at everything
   */
  private record Work(Set<UUID> jobs, boolean isPoll) {}
}
