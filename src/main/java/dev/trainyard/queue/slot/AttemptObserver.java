package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.ClaimedJob;
import java.util.UUID;

/** Told of the attempts of this process, for those who count, trace or show them. */
public interface AttemptObserver {
  /** Calls the work on a job, as one attempt of it. */
  void during(ClaimedJob job, Runnable work);

  /** The state of a job may have changed. */
  void changed(UUID jobId);

  /** A fact of {@link dev.trainyard.job.event}. */
  void tell(Object fact);
}
