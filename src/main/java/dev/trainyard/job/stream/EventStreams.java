package dev.trainyard.job.stream;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Where clients begin to follow, wherever they were before. */
public final class EventStreams {
  /** How long a client that begins now may wait until it is known what now is. */
  private static final long BEGIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final byte[] NO_GAP = {};

  private final EventDispatcher dispatcher;
  private final EventStore store;

  /** Creates the streams of a dispatcher. */
  public EventStreams(EventDispatcher dispatcher, EventStore store) {
    this.dispatcher = dispatcher;
    this.store = store;
  }

  /**
   * Follows a job.
   *
   * @param after id of the last event that the client has; null to begin with the whole story
   */
  public JobStream ofJob(UUID job, @Nullable Long after) {
    Optional<EventStore.Position> position = store.position(job);
    if (position.isEmpty()) {
      return new JobStream(JobStream.Found.NO_SUCH_JOB, null);
    }
    EventStore.Position record = position.get();
    if (after == null || after == 0) {
      return follow(job, 0, NO_GAP);
    }
    if (!store.isOfJob(after, job)) {
      return follow(
          job,
          0,
          Frames.gap(
              job,
              after,
              record.first(),
              "no event of this job has this id; the story of the job follows from its beginning"));
    }
    return record.ended() && after >= record.last()
        ? new JobStream(JobStream.Found.OVER, null)
        : follow(job, after, NO_GAP);
  }

  private JobStream follow(UUID job, long position, byte[] gap) {
    return new JobStream(
        JobStream.Found.OPEN, new JobSubscription(dispatcher, store, job, position, gap));
  }

  /**
   * Follows all.
   *
   * @param after id of the last event that the client has; null to begin now
   */
  public Subscription ofAll(EventFilter filter, @Nullable Long after) {
    if (after == null) {
      return begun(new ServiceSubscription(dispatcher, store, filter, null, NO_GAP));
    }
    if (after > store.lastId()) {
      return begun(
          new ServiceSubscription(
              dispatcher,
              store,
              filter,
              null,
              Frames.gap(
                  null,
                  after,
                  store.oldest(),
                  "no event has this id yet; the stream goes on from now")));
    }
    long forgotten = store.forgotten();
    byte[] gap =
        after < forgotten
            ? Frames.gap(
                null,
                after,
                store.oldest(),
                "events up to %d have been deleted; what is kept follows".formatted(forgotten))
            : NO_GAP;
    return new ServiceSubscription(dispatcher, store, filter, after, gap);
  }

  /** What happens after the answer has begun is told, so the answer waits for the beginning. */
  private Subscription begun(ServiceSubscription subscription) {
    dispatcher.service().awaitReady(BEGIN_NANOS);
    subscription.begin();
    return subscription;
  }

  /**
   * What there is to follow of a job.
   *
   * @param found whether there is something
   * @param subscription null unless it is open
   */
  public record JobStream(Found found, @Nullable Subscription subscription) {
    /** Whether there is something to follow. */
    public enum Found {
      /** There is. */
      OPEN,
      /** The client has everything, and nothing more will come. */
      OVER,
      /** There is no such job. */
      NO_SUCH_JOB
    }
  }
}
