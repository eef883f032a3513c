package dev.trainyard.queue.slot;

import dev.trainyard.job.Lease;
import dev.trainyard.job.Priority;
import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.job.request.SampleRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Jobs as a worker claims them. */
final class ClaimedJobs {
  static final Duration WAITED = Duration.ofSeconds(7);

  private ClaimedJobs() {}

  static ClaimedJob sound() {
    return job(0);
  }

  /** A job that has lost a worker. */
  static ClaimedJob suspect() {
    return job(1);
  }

  private static ClaimedJob job(int losses) {
    return new ClaimedJob(
        new Lease(UUID.randomUUID(), UUID.randomUUID()),
        SampleRequests.of("SAMPLE", Priority.HIGH),
        "{}",
        1,
        3,
        losses,
        true,
        null,
        Instant.EPOCH,
        WAITED,
        null);
  }
}
