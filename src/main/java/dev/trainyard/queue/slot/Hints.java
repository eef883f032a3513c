package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Tells early which jobs may be due. A hint may be missing or stale: only a claim counts. */
public interface Hints {
  /**
   * Takes the ids that come first.
   *
   * @param count how many at most
   * @param wait how long to wait for the first
   * @throws org.springframework.dao.DataAccessException when there is no answer
   */
  List<UUID> pop(int count, Duration wait);

  /**
   * Takes the ids that come first and are there now.
   *
   * @param count how many at most
   * @throws org.springframework.dao.DataAccessException when there is no answer
   */
  List<UUID> poll(int count);

  /** Puts in those of some jobs that are due, as far as there is an answer. */
  void add(List<SubmittedJob> jobs);
}
