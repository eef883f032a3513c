package dev.trainyard.operate;

import dev.trainyard.job.JobStatus;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A job whose state does not allow what is asked; its message is for the client. */
public final class WrongStateException extends RuntimeException {
  private final JobStatus status;
  private final @Nullable UUID replayedAs;

  /** With the job's state and the message that a client reads. */
  public WrongStateException(JobStatus status, String message) {
    this(status, null, message);
  }

  private WrongStateException(JobStatus status, @Nullable UUID replayedAs, String message) {
    super(message);
    this.status = status;
    this.replayedAs = replayedAs;
  }

  /** A failed job that goes on as another one. */
  public static WrongStateException replayed(UUID job, JobStatus status, UUID replayedAs) {
    return new WrongStateException(
        status, replayedAs, "job %s was replayed as job %s already".formatted(job, replayedAs));
  }

  /** The job's state. */
  public JobStatus status() {
    return status;
  }

  /** The job that replays it, empty when that is not the reason. */
  public Optional<UUID> replayedAs() {
    return Optional.ofNullable(replayedAs);
  }
}
