package dev.trainyard.job.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.view.JobProgress;
import dev.trainyard.job.view.ProgressView;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest progress of each job that somebody follows. A client remembers the version that it was
 * sent last, and gets what is newer, however much it has missed in between.
 */
final class ProgressBoard {
  private final ObjectMapper json;
  private final Map<UUID, Entry> newest = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, Entry> byVersion = new ConcurrentSkipListMap<>();
  private long version;

  ProgressBoard(ObjectMapper json) {
    this.json = json;
  }

  /** Puts up progress, unless it is no newer than what is there; returns what is there then. */
  synchronized Entry put(JobProgress progress) {
    ProgressView view = progress.view();
    Entry before = newest.get(view.jobId());
    if (before != null
        && (before.view.equals(view) || before.view.updatedAt().isAfter(view.updatedAt()))) {
      return before;
    }
    version++;
    Entry entry = entry(version, progress);
    newest.put(view.jobId(), entry);
    byVersion.put(version, entry);
    if (before != null) {
      byVersion.remove(before.version);
    }
    return entry;
  }

  /** Returns progress that nothing follows, without putting it up. */
  Entry unkept(JobProgress progress) {
    return entry(Long.MAX_VALUE, progress);
  }

  private Entry entry(long of, JobProgress progress) {
    ProgressView view = progress.view();
    try {
      return new Entry(
          of,
          view,
          progress.strategy(),
          progress.batchId(),
          Frames.progress(view.updatedAt(), json.writeValueAsString(view)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("progress can be written as JSON", e);
    }
  }

  /** Returns the progress of a job; null when there is none. */
  @Nullable Entry of(UUID job) {
    return newest.get(job);
  }

  /** Returns all progress that is newer than a version, oldest first. */
  Collection<Entry> since(long known) {
    return byVersion.tailMap(known, false).values();
  }

  /** Forgets all jobs but some. */
  synchronized void retain(Set<UUID> jobs) {
    newest
        .values()
        .removeIf(
            entry -> {
              boolean gone = !jobs.contains(entry.jobId());
              if (gone) {
                byVersion.remove(entry.version);
              }
              return gone;
            });
  }

  /**
   * Progress of a job.
   *
   * @param version above that of all progress before
   * @param view the progress
   * @param strategy strategy of the job
   * @param batchId batch of the job; null for none
   * @param frame its bytes in the stream
   */
  record Entry(
      long version,
      ProgressView view,
      String strategy,
      @Nullable UUID batchId,
      @SuppressWarnings("ArrayRecordComponent") byte[] frame) {

    UUID jobId() {
      return view.jobId();
    }
  }
}
