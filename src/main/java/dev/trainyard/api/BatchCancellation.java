package dev.trainyard.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.UUID;

/**
 * A batch of which nothing waits or runs any more.
 *
 * @param batchId the batch
 * @param cancelled number of the jobs that this has cancelled
 * @param jobs those jobs
 * @param stopped those of them that ran
 */
public record BatchCancellation(
    UUID batchId, int cancelled, @JsonIgnore List<UUID> jobs, @JsonIgnore List<UUID> stopped) {

  /** Whether a worker has something to stop. */
  public boolean hasStopped() {
    return !stopped.isEmpty();
  }

  /** What the workers are told. */
  public ControlMessage message() {
    return ControlMessage.cancel(stopped);
  }
}
