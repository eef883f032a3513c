package dev.trainyard.queue.repair;

import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.SubmittedJob;
import dev.trainyard.queue.redis.ReadySet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Restores missing hints in Redis: in each round those of the next jobs, including jobs that have
 * just become due, and all hints after Redis has lost its data.
 */
final class ReadySetRepair {
  /**
   * About a second's work, so that leases and deadlines do not wait for the hints of a million
   * jobs.
   */
  static final int PAGES_A_ROUND = 100;

  static final int PAGE = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(ReadySetRepair.class);

  private final JobStore jobs;
  private final ReadySet readySet;
  private final int pagesPerRound;

  /** The last job whose hint the current fill has written; null when no fill is running. */
  private @Nullable SubmittedJob filledTo;

  private long added;

  ReadySetRepair(JobStore jobs, ReadySet readySet, int pagesPerRound) {
    this.jobs = jobs;
    this.readySet = readySet;
    this.pagesPerRound = pagesPerRound;
  }

  /**
   * Runs one round; does nothing while Redis is unavailable, since workers then claim from
   * PostgreSQL.
   */
  void repair() {
    List<SubmittedJob> next = jobs.nextDue(null, PAGE);
    try {
      if (readySet.markFilled()) {
        added = 0;
        fill(next);
      } else {
        readySet.add(readySet.missing(next));
        if (filledTo != null) {
          fill(jobs.nextDue(filledTo, PAGE));
        }
      }
    } catch (DataAccessException e) {
      LOG.debug("no hints are repaired while Redis is unavailable: {}", e.getMessage());
    }
  }

  /**
   * Continues to write the hints of all due jobs. After a crash in the middle, each later round
   * adds the next ones.
   */
  private void fill(List<SubmittedJob> first) {
    List<SubmittedJob> page = first;
    for (int pages = 1; !page.isEmpty(); pages++) {
      readySet.add(page);
      added += page.size();
      filledTo = page.get(page.size() - 1);
      if (page.size() < PAGE) {
        break;
      }
      if (pages == pagesPerRound) {
        return;
      }
      page = jobs.nextDue(filledTo, PAGE);
    }
    filledTo = null;
    if (added > 0) {
      LOG.info("Redis was empty: restored the hints of {} due jobs", added);
    }
  }
}
