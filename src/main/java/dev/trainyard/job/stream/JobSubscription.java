package dev.trainyard.job.stream;

import dev.trainyard.job.stream.EventStore.Position;
import dev.trainyard.job.stream.Feed.Slice;
import dev.trainyard.job.stream.ProgressBoard.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Follows one job: its story so far, then its newest progress, then what happens, up to its final
 * state.
 */
final class JobSubscription implements Subscription {
  private static final int PAGE = 200;

  private final EventDispatcher dispatcher;
  private final EventStore store;
  private final UUID job;
  private final Runnable wake;
  private volatile Runnable listener = () -> {};

  private long position;
  private long progressSent;
  private Chunk read;

  /** Null until the client has caught up. */
  private @Nullable Feed feed;

  private boolean ended;
  private boolean closed;

  /**
   * Follows a job from a position.
   *
   * @param position id after which to begin; 0 for the beginning
   * @param gap what to say first; empty for nothing
   */
  JobSubscription(
      EventDispatcher dispatcher, EventStore store, UUID job, long position, byte[] gap) {
    this.dispatcher = dispatcher;
    this.store = store;
    this.job = job;
    this.position = position;
    this.read = new Chunk(gap, false, false);
    this.wake = this::tell;
    dispatcher.opened(this);
  }

  private void tell() {
    listener.run();
  }

  @Override
  public void onNews(Runnable told) {
    listener = told;
  }

  @Override
  public synchronized Chunk next() {
    if (!read.isEmpty()) {
      Chunk chunk = read;
      read = Chunk.NOTHING;
      ended |= chunk.isLast();
      return chunk;
    }
    if (ended || closed) {
      return Chunk.END;
    }
    if (feed == null) {
      return Chunk.BEHIND;
    }
    Slice slice = feed.after(position, PAGE);
    if (slice == null) {
      leave();
      return Chunk.BEHIND;
    }
    position = slice.upTo();
    ended = slice.complete() && endsWith(slice.events());
    return chunk(slice.events(), dispatcher.board().of(job), ended);
  }

  /** Whether the last state in a part of the story is final. */
  private static boolean endsWith(List<StreamedEvent> events) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (events.get(i).type() == EventType.STATE) {
        return events.get(i).ends();
      }
    }
    return false;
  }

  /** The final state comes after the last progress, so that nothing follows it. */
  private Chunk chunk(List<StreamedEvent> events, @Nullable Entry progress, boolean last) {
    List<byte[]> frames = new ArrayList<>();
    byte[] newest = null;
    if (progress != null && progress.version() > progressSent) {
      progressSent = progress.version();
      newest = progress.frame();
    }
    long ending = idOfLastState(events);
    for (StreamedEvent event : events) {
      if (last && newest != null && event.id() == ending) {
        frames.add(newest);
        newest = null;
      }
      if (event.hasFrame()) {
        frames.add(event.frame());
      }
    }
    if (newest != null) {
      frames.add(newest);
    }
    return frames.isEmpty() && !last
        ? Chunk.NOTHING
        : new Chunk(Frames.joined(frames), last, false);
  }

  private static long idOfLastState(List<StreamedEvent> events) {
    return events.stream()
        .filter(event -> event.type() == EventType.STATE)
        .mapToLong(StreamedEvent::id)
        .reduce(0, Math::max);
  }

  @Override
  public void catchUp() {
    long from;
    synchronized (this) {
      if (closed || ended || feed != null || !read.isEmpty()) {
        return;
      }
      from = position;
    }
    List<StreamedEvent> page = store.ofJobs(Map.of(job, from), PAGE);
    List<StreamedEvent> events = StreamedEvent.part(page);
    long reached = events.isEmpty() ? from : events.get(events.size() - 1).id();
    if (page.size() == PAGE || events.size() < page.size()) {
      took(chunkOf(events, null, false), reached, null);
      return;
    }
    Optional<Position> now = store.position(job);
    boolean over = now.isEmpty() || (now.get().ended() && now.get().last() <= reached);
    if (over) {
      took(chunkOf(events, dispatcher.progressNow(job, false), true), reached, null);
      return;
    }
    // Before the progress is read: what comes after that read is told
    Feed live = dispatcher.watch(job, reached, wake);
    Entry progress;
    try {
      progress = dispatcher.progressNow(job, true);
    } catch (RuntimeException e) {
      dispatcher.unwatch(job, live, wake);
      throw e;
    }
    took(chunkOf(events, progress, false), reached, live);
  }

  private synchronized Chunk chunkOf(
      List<StreamedEvent> events, @Nullable Entry progress, boolean last) {
    return chunk(events, progress, last);
  }

  private synchronized void took(Chunk chunk, long reached, @Nullable Feed live) {
    if (closed) {
      if (live != null) {
        dispatcher.unwatch(job, live, wake);
      }
      return;
    }
    read = chunk;
    position = reached;
    feed = live;
    if (chunk.isLast() && chunk.isEmpty()) {
      ended = true;
    }
  }

  private void leave() {
    if (feed != null) {
      dispatcher.unwatch(job, feed, wake);
      feed = null;
    }
  }

  @Override
  public void end() {
    synchronized (this) {
      ended = true;
    }
    wake.run();
  }

  @Override
  public synchronized void close() {
    closed = true;
    leave();
    dispatcher.closed(this);
  }
}
