package dev.trainyard.queue.slot;

import dev.trainyard.job.lifecycle.SubmittedJob;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Early hints about jobs that may be due. A hint may be missing or stale: only a claim counts. */
public interface Hints {
  /**
   * Removes and returns the first ids, waiting for the first.
   *
   * @param count the most to take
   * @param wait how long to wait for the first
   * @throws org.springframework.dao.DataAccessException when there is no answer
   */
  List<UUID> pop(int count, Duration wait);

  /**
   * Removes and returns the first ids without waiting.
   *
   * @param count the most to take
   * @throws org.springframework.dao.DataAccessException when there is no answer
   */
  List<UUID> poll(int count);

  /** Adds the jobs that are due; does nothing when there is no answer. */
  void add(List<SubmittedJob> jobs);
}
