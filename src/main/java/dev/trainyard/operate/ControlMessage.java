package dev.trainyard.operate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the workers are told at once, over Redis. PostgreSQL says the same, so a message that is
 * lost costs a moment only.
 *
 * @param type always {@code control}
 * @param action {@code cancel}, {@code pause} or {@code resume}
 * @param jobId the job to stop; null for none or several
 * @param jobIds the jobs to stop; null for none or one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ControlMessage(
    String type, String action, @Nullable UUID jobId, @Nullable List<UUID> jobIds) {
  private static final String TYPE = "control";
  private static final String CANCEL = "cancel";

  /** Stop a job. */
  static ControlMessage cancel(UUID jobId) {
    return new ControlMessage(TYPE, CANCEL, jobId, null);
  }

  /** Stop jobs. */
  static ControlMessage cancel(List<UUID> jobIds) {
    return new ControlMessage(TYPE, CANCEL, null, jobIds);
  }

  /** Take no further jobs. */
  static ControlMessage pause() {
    return new ControlMessage(TYPE, "pause", null, null);
  }

  /** Take jobs again. */
  static ControlMessage resume() {
    return new ControlMessage(TYPE, "resume", null, null);
  }
}
