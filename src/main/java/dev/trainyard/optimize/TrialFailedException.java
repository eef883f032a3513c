package dev.trainyard.optimize;

import dev.trainyard.strategy.Parameters;
import java.util.Locale;

/** A trial ended with an exception, which is the cause; the study ends with it. */
public final class TrialFailedException extends RuntimeException {
  private final int number;
  private final transient Parameters parameters;

  public TrialFailedException(String study, int number, Parameters parameters, Throwable cause) {
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

  /** What it tried. */
  public Parameters parameters() {
    return parameters;
  }
}
