package dev.trainyard.pipeline;

import dev.trainyard.job.Lease;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.queue.redis.JobEvents;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Opens the journal of a job for each of its stages. */
@Component
class JobJournals {
  private final WorkStore store;
  private final TrialCodec codec;
  private final Clock clock;
  private final WorkerSettings settings;
  private final JobEvents events;

  JobJournals(
      WorkStore store, TrialCodec codec, Clock clock, WorkerSettings settings, JobEvents events) {
    this.store = store;
    this.codec = codec;
    this.clock = clock;
    this.settings = settings;
    this.events = events;
  }

  JobJournal open(Lease lease) {
    return new JobJournal(
        store,
        codec,
        lease,
        clock,
        settings.databaseGrace(),
        snapshot -> events.progress(lease.jobId(), snapshot));
  }
}
