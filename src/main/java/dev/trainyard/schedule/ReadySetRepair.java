package dev.trainyard.schedule;

import dev.trainyard.job.JobStore;
import dev.trainyard.job.SubmittedJob;
import dev.trainyard.queue.ReadySet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Sees that Redis has the hints that it should: the jobs that come next in each round, among them
 * those whose time has just come, and all of them after Redis has lost its data.
 */
final class ReadySetRepair {
  private static final Logger LOG = LoggerFactory.getLogger(ReadySetRepair.class);
  private static final int PAGE = 1000;

  private final JobStore jobs;
  private final ReadySet readySet;

  ReadySetRepair(JobStore jobs, ReadySet readySet) {
    this.jobs = jobs;
    this.readySet = readySet;
  }

  /** One round; nothing while Redis is away, as the workers claim from PostgreSQL then. */
  void repair() {
    List<SubmittedJob> next = jobs.nextDue(null, PAGE);
    try {
      if (readySet.markFilled()) {
        fill(next);
      } else {
        readySet.add(readySet.missing(next));
      }
    } catch (DataAccessException e) {
      LOG.debug("no hints are repaired while Redis is away: {}", e.getMessage());
    }
  }

  /** A crash in the middle leaves the rest to the rounds, each of which adds the next ones. */
  private void fill(List<SubmittedJob> first) {
    List<SubmittedJob> page = first;
    long added = 0;
    while (!page.isEmpty()) {
      readySet.add(page);
      added += page.size();
      page = page.size() < PAGE ? List.of() : jobs.nextDue(page.get(page.size() - 1), PAGE);
    }
    if (added > 0) {
      LOG.info("Redis was empty: {} due jobs have their hints again", added);
    }
  }
}
