package dev.trainyard.api.event;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.trainyard.access.Caller;
import dev.trainyard.job.stream.Chunk;
import dev.trainyard.job.stream.Subscription;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * One open stream: sends what its subscription has as fast as its client takes it, a comment when
 * there is nothing for a while, and ends. It runs on any thread, under the lock of its connection.
 */
final class EventStream {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(US_ASCII);

  private final OpenStreams streams;
  private final Caller caller;
  private final @Nullable UUID session;
  private final Subscription subscription;
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean catchingUp = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Null before the container has handed it over. */
  private volatile @Nullable StreamConnection connection;

  /** When the client took something last, in nanoseconds. */
  private volatile long taken = System.nanoTime();

  private volatile boolean blocked;
  private volatile boolean heartbeatDue;
  private boolean ends;

  EventStream(
      OpenStreams streams, Caller caller, @Nullable UUID session, Subscription subscription) {
    this.streams = streams;
    this.caller = caller;
    this.session = session;
    this.subscription = subscription;
  }

  Caller caller() {
    return caller;
  }

  @Nullable UUID session() {
    return session;
  }

  /** Begins to send. */
  void connected(StreamConnection made) {
    connection = made;
    subscription.onNews(this::wake);
    wake();
  }

  /** Lets another thread send what there is. */
  void wake() {
    if (scheduled.compareAndSet(false, true)) {
      streams.send(this::run);
    }
  }

  private void run() {
    scheduled.set(false);
    StreamConnection to = connection;
    if (to == null || closed.get()) {
      return;
    }
    to.lock().lock();
    try {
      drain();
    } finally {
      to.lock().unlock();
    }
  }

  /** Sends what there is, until the client takes no more; under the lock of the connection. */
  void drain() {
    StreamConnection to = connection;
    if (to == null || closed.get()) {
      return;
    }
    try {
      if (blocked && !to.flush()) {
        return;
      }
      if (blocked) {
        blocked = false;
        taken = System.nanoTime();
      }
      while (!ends) {
        Chunk chunk = subscription.next();
        if (chunk.isEmpty() && !chunk.isLast()) {
          if (chunk.isBehind()) {
            catchUp();
          }
          heartbeat(to);
          return;
        }
        ends = chunk.isLast();
        if (!chunk.isEmpty() && !send(to, chunk.bytes())) {
          return;
        }
      }
      close();
    } catch (IOException e) {
      LOG.debug("a client of events is gone: {}", e.getMessage());
      close();
    }
  }

  private void heartbeat(StreamConnection to) throws IOException {
    if (heartbeatDue) {
      send(to, HEARTBEAT);
    }
  }

  private boolean send(StreamConnection to, byte[] bytes) throws IOException {
    heartbeatDue = false;
    taken = System.nanoTime();
    blocked = !to.send(bytes);
    return !blocked;
  }

  private void catchUp() {
    if (catchingUp.compareAndSet(false, true)) {
      streams.read(this::readMore);
    }
  }

  private void readMore() {
    boolean done = false;
    try {
      subscription.catchUp();
      done = true;
    } catch (DataAccessException e) {
      LOG.debug("a stream of events waits for PostgreSQL: {}", e.getMessage());
    } finally {
      catchingUp.set(false);
    }
    if (done) {
      wake();
    } else {
      // The next tick of the timer tries again
      heartbeatDue = true;
    }
  }

  /**
   * Looks after the stream, about once a second.
   *
   * @param now time in nanoseconds
   */
  void tick(long now) {
    long silent = now - taken;
    if (blocked && silent > streams.settings().stallTimeout().toNanos()) {
      LOG.info(
          "a client of events ({}) has taken nothing for {} s and is let go",
          caller.name(),
          silent / 1_000_000_000);
      close();
    } else if (connection == null && silent > streams.settings().stallTimeout().toNanos()) {
      // Its request failed after it was counted
      close();
    } else if (!blocked && (heartbeatDue || silent > streams.settings().heartbeat().toNanos())) {
      heartbeatDue = true;
      wake();
    }
  }

  /** Ends the stream at once, whatever is left of it; from any thread, any number of times. */
  void close() {
    if (closed.compareAndSet(false, true)) {
      subscription.close();
      streams.closed(this);
      StreamConnection to = connection;
      if (to != null) {
        to.lock().lock();
        try {
          to.close();
        } finally {
          to.lock().unlock();
        }
      }
    }
  }
}
