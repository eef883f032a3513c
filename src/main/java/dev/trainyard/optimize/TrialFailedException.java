package dev.trainyard.optimize;

import dev.trainyard.strategy.Parameters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trial threw an exception, which is the cause; the study ends with it. */
public final class TrialFailedException extends RuntimeException {
  private final int number;
  private final transient @Nullable Parameters parameters;

  /**
   * Creates the exception for a trial of a study; its message names the parameters and the cause.
   */
  public TrialFailedException(
      String study, int number, @Nullable Parameters parameters, Throwable cause) {
    super(
        String.format(
            Locale.ROOT, "trial %,d of %s failed with %s: %s", number, study, parameters, cause),
        cause);
    this.number = number;
    this.parameters = parameters;
  }

  /** Returns the number of the trial. */
  public int number() {
    return number;
  }

  /** Returns the parameters of the trial; null when the sampler could not suggest any. */
  public @Nullable Parameters parameters() {
    return parameters;
  }
}
