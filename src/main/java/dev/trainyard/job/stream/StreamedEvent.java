package dev.trainyard.job.stream;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A recorded event, written once for all clients.
 *
 * @param id its id, which says how far a client has read
 * @param type null for a type that this version does not know
 * @param jobId the job that it is about; null for none
 * @param strategy strategy of that job; null when there is no job or nobody asked
 * @param batchId batch of that job; null for none
 * @param ends whether the job has ended with it
 * @param frame its bytes in the stream; empty when nobody wants it
 */
record StreamedEvent(
    long id,
    @Nullable EventType type,
    @Nullable UUID jobId,
    @Nullable String strategy,
    @Nullable UUID batchId,
    boolean ends,
    @SuppressWarnings("ArrayRecordComponent") byte[] frame) {

  /** Size of frames above which they are sent one part after the other. */
  static final int MAX_PART = 256 * 1024;

  /** Returns as many of some events as are sent at once, one at least. */
  static List<StreamedEvent> part(List<StreamedEvent> events) {
    long bytes = 0;
    for (int i = 0; i < events.size(); i++) {
      bytes += events.get(i).frame.length;
      if (bytes > MAX_PART && i > 0) {
        return events.subList(0, i);
      }
    }
    return events;
  }

  /** Returns whether there is something to send; its id alone fills a gap. */
  boolean hasFrame() {
    return frame.length > 0;
  }
}
