package dev.trainyard.api.event;

import dev.trainyard.access.Caller;
import dev.trainyard.access.KeyRing;
import dev.trainyard.access.Sessions;
import dev.trainyard.api.problem.TooManyStreamsException;
import dev.trainyard.job.stream.EventSettings;
import dev.trainyard.job.stream.Subscription;
import dev.trainyard.process.DaemonThreads;
import dev.trainyard.process.OutOfMemory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;

/**
 * All open streams of this process, the few threads that serve them, and their limits. A stream
 * ends within seconds when its key or token works no more, and at once when the process stops.
 */
final class OpenStreams implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStreams.class);
  private static final int SENDERS = 2;
  private static final int READERS = 2;

  private final EventSettings settings;
  private final KeyRing keys;
  private final Sessions sessions;
  private final Clock clock;
  private final ApplicationContext context;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  // Guarded by this
  private final Map<UUID, Integer> perClient = new HashMap<>();
  private int reserved;
  private boolean stopping;

  private final ExecutorService senders = pool(SENDERS, "trainyard-stream-send");
  private final ExecutorService readers = pool(READERS, "trainyard-stream-read");
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.factory("trainyard-stream-timer"));

  OpenStreams(
      EventSettings settings,
      KeyRing keys,
      Sessions sessions,
      Clock clock,
      ApplicationContext context,
      MeterRegistry meters) {
    this.settings = settings;
    this.keys = keys;
    this.sessions = sessions;
    this.clock = clock;
    this.context = context;
    meters.gauge("trainyard.events.streams", open, Set::size);
    var unused = timer.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** Each stream has one task of a kind at most, so the queue is bounded by the streams. */
  private static ExecutorService pool(int threads, String name) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.factory(name),
            // After the end nothing is sent
            new ThreadPoolExecutor.DiscardPolicy());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  EventSettings settings() {
    return settings;
  }

  void send(Runnable task) {
    senders.execute(guarded(task));
  }

  void read(Runnable task) {
    readers.execute(guarded(task));
  }

  private static Runnable guarded(Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("a stream of events failed", e);
      } catch (Error e) {
        OutOfMemory.endProcessIfCauseOf(e);
        LOG.error("a stream of events failed", e);
      }
    };
  }

  /**
   * Counts a stream that is about to open.
   *
   * @throws TooManyStreamsException when there are too many
   */
  synchronized void reserve(Caller caller) {
    if (stopping) {
      throw TooManyStreamsException.stopping();
    }
    if (reserved >= settings.maxStreams()) {
      throw TooManyStreamsException.ofProcess(settings.maxStreams());
    }
    UUID client = caller.client();
    if (client != null) {
      if (perClient.getOrDefault(client, 0) >= settings.maxStreamsPerClient()) {
        throw TooManyStreamsException.ofClient(caller.name(), settings.maxStreamsPerClient());
      }
      perClient.merge(client, 1, Integer::sum);
    }
    reserved++;
  }

  /** Takes back a reservation. */
  synchronized void release(Caller caller) {
    reserved--;
    UUID client = caller.client();
    if (client != null) {
      perClient.computeIfPresent(client, (id, count) -> count > 1 ? count - 1 : null);
    }
  }

  /**
   * Opens a stream whose place is reserved.
   *
   * @param session session of the browser that asks; null for a client without one
   */
  EventStream open(Caller caller, @Nullable UUID session, Subscription subscription) {
    EventStream stream = new EventStream(this, caller, session, subscription);
    open.add(stream);
    return stream;
  }

  /** Streams that are open. */
  int count() {
    return open.size();
  }

  void closed(EventStream stream) {
    if (open.remove(stream)) {
      release(stream.caller());
    }
  }

  private void tick() {
    try {
      long now = System.nanoTime();
      for (EventStream stream : open) {
        if (hasAccess(stream.caller(), stream.session())) {
          stream.tick(now);
        } else {
          stream.close();
        }
      }
    } catch (RuntimeException e) {
      LOG.error("the streams of events are not looked after", e);
    }
  }

  private boolean hasAccess(Caller caller, @Nullable UUID session) {
    if (caller.expiresAt() != null && !clock.instant().isBefore(caller.expiresAt())) {
      return false;
    }
    try {
      return (caller.keyId() == null || keys.isActive(caller.keyId()))
          && (session == null || sessions.isOpen(session));
    } catch (DataAccessException e) {
      // Nothing is sent while the database is away
      return true;
    }
  }

  /** Ends all streams before the web server stops, which would wait for its requests. */
  @EventListener
  void stop(ContextClosedEvent event) {
    if (event.getApplicationContext() == context) {
      close();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
    }
    open.forEach(EventStream::close);
    timer.shutdownNow();
    senders.shutdown();
    readers.shutdown();
  }
}
