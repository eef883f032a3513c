package dev.trainyard.job.bulk;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.trainyard.job.JobStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Selected jobs that are left as they are.
 *
 * @param reason why
 * @param jobStatus their state; null where that is not the reason
 * @param jobs number of them
 */
public record SkippedJobs(Reason reason, @Nullable JobStatus jobStatus, long jobs) {

  /** Why a job is left as it is. */
  public enum Reason {
    /** Its state does not allow it. */
    WRONG_STATE("their state does not allow it"),
    /** Another job replays it. */
    REPLAYED("another job replays them"),
    /** Trading systems use what it has found. */
    CONFIGURATION_ACTIVE("trading systems use their configurations: deactivate those first"),
    /** A receiver has not been told of its end yet. */
    CALLBACK_PENDING("receivers have not been told of their end yet"),
    /** No more jobs may wait. */
    QUEUE_FULL("the queue is full: try again later"),
    /** It changed while this went on. */
    CHANGED_MEANWHILE("they changed while this went on");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** Returns the name in answers. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the reason as a client reads it. */
  @JsonProperty("reason")
  public String label() {
    return reason.label();
  }

  /** Returns the reason in words. */
  @JsonProperty("message")
  public String message() {
    return reason.words;
  }
}
