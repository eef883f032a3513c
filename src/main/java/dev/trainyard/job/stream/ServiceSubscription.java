package dev.trainyard.job.stream;

import dev.trainyard.job.stream.Feed.Slice;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows all that happens, as far as it passes a filter. */
final class ServiceSubscription implements Subscription {
  private static final int SLICE = 200;

  /**
   * Ids that one look at the record covers, and looks that find nothing before others take turns.
   */
  private static final int WINDOW = 500;

  private static final int MAX_EMPTY_WINDOWS = 50;

  private final EventDispatcher dispatcher;
  private final EventStore store;
  private final EventFilter filter;
  private final Runnable wake;
  private volatile Runnable listener = () -> {};

  /** Null until it is known where now is. */
  private @Nullable Long position;

  private long progressSent;
  private byte[] read;
  private boolean ended;
  private boolean closed;

  /**
   * Follows from a position.
   *
   * @param position id after which to begin; null for now
   * @param gap what to say first; empty for nothing
   */
  ServiceSubscription(
      EventDispatcher dispatcher,
      EventStore store,
      EventFilter filter,
      @Nullable Long position,
      byte[] gap) {
    this.dispatcher = dispatcher;
    this.store = store;
    this.filter = filter;
    this.position = position;
    this.read = gap;
    this.wake = this::tell;
    dispatcher.opened(this);
    dispatcher.follow(wake, filter);
  }

  private void tell() {
    listener.run();
  }

  /** Takes its place, if it is known by now. */
  synchronized boolean begin() {
    if (dispatcher.service().isReady() && position == null) {
      position = dispatcher.service().horizon();
    }
    return position != null;
  }

  @Override
  public void onNews(Runnable told) {
    listener = told;
  }

  @Override
  public synchronized Chunk next() {
    if (read.length > 0) {
      Chunk chunk = new Chunk(read, false, false);
      read = new byte[0];
      return chunk;
    }
    if (ended || closed) {
      return Chunk.END;
    }
    if (!begin() || !dispatcher.service().isReady()) {
      return Chunk.NOTHING;
    }
    Slice slice = dispatcher.service().after(at(), filter, SLICE);
    if (slice == null) {
      return Chunk.BEHIND;
    }
    position = slice.upTo();
    List<byte[]> frames = new ArrayList<>(frames(slice.events()));
    if (slice.complete() && filter.wants(EventType.PROGRESS)) {
      for (ProgressBoard.Entry entry : dispatcher.board().since(progressSent)) {
        progressSent = entry.version();
        if (filter.matches(entry)) {
          frames.add(entry.frame());
        }
      }
    }
    if (frames.isEmpty() && !slice.complete()) {
      // Nothing of these was wanted, and there are more
      return next();
    }
    return frames.isEmpty() ? Chunk.NOTHING : new Chunk(Frames.joined(frames), false, false);
  }

  private long at() {
    return position == null ? 0 : position;
  }

  private List<byte[]> frames(List<StreamedEvent> events) {
    return events.stream().filter(filter::matches).map(StreamedEvent::frame).toList();
  }

  @Override
  public void catchUp() {
    long from;
    synchronized (this) {
      if (closed || ended || read.length > 0 || position == null) {
        return;
      }
      from = position;
    }
    List<byte[]> frames = List.of();
    long horizon = dispatcher.service().horizon();
    for (int i = 0; i < MAX_EMPTY_WINDOWS && frames.isEmpty(); i++) {
      if (from >= horizon || dispatcher.service().holds(from, filter)) {
        break;
      }
      long to = Math.min(from + WINDOW, horizon);
      List<StreamedEvent> found = store.between(from, to, filter.wants(EventType.LOG));
      List<StreamedEvent> part = StreamedEvent.part(found);
      frames = frames(part);
      from = part.size() < found.size() ? part.get(part.size() - 1).id() : to;
    }
    synchronized (this) {
      position = from;
      read = Frames.joined(frames);
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
    dispatcher.unfollow(wake);
    dispatcher.closed(this);
  }
}
