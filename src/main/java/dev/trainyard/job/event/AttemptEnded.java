package dev.trainyard.job.event;

import java.util.UUID;

/**
 * An attempt in a slot of this process has ended, and not with a dead letter.
 *
 * @param jobId the job
 * @param outcome how
 */
public record AttemptEnded(UUID jobId, Outcome outcome) {

  /** How an attempt ends without a dead letter. */
  public enum Outcome {
    /** The job has its trained configuration. */
    COMPLETED,
    /** It failed, and the job is tried again. */
    RETRIED,
    /** The job was given back unharmed, as at a stop or while PostgreSQL was away. */
    RELEASED,
    /** Somebody cancelled the job. */
    CANCELLED
  }
}
