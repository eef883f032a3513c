package dev.trainyard.pipeline;

import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.lifecycle.ClaimedJob;
import dev.trainyard.optimize.study.RemoteEvaluation;

/** Other workers that evaluate trials of the jobs of this one. */
public interface RemoteTrials {

  /**
   * Returns what evaluates trials of a job elsewhere.
   *
   * @param inputs what the job is pinned to
   */
  RemoteEvaluation of(ClaimedJob job, PinnedInputs inputs);
}
