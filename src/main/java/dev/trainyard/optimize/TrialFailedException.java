package dev.trainyard.optimize;

import dev.trainyard.strategy.Parameters;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A trial ended with an exception, which is the cause; the study ends with it. */
public final class TrialFailedException extends RuntimeException {
  private final int number;
  private final transient @Nullable Parameters parameters;

  public TrialFailedException(
      String study, int number, @Nullable Parameters parameters, Throwable cause) {
    super(
        String.format(
            Locale.ROOT, "trial %,d of %s failed with %s: %s", number, study, parameters, cause),
        cause);
    this.number = number;
    this.parameters = parameters;
  }

  /** Number of the trial. */
  public int number() {
    return number;
  }

  /** What it tried; null when that could not be suggested. */
  public @Nullable Parameters parameters() {
    return parameters;
  }
}
