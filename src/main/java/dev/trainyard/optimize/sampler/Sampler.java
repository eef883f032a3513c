package dev.trainyard.optimize.sampler;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.Parameters;
import java.util.List;

/**
 * Suggests the parameters of trials from the trials before them.
 *
 * <p>A sampler keeps no state and takes its randomness from a {@link RandomStream}: the same trials
 * lead to the same suggestions, in whichever process and on whichever thread they are asked for.
 */
public interface Sampler {

  /**
   * Learns from finished trials.
   *
   * @param trials the trials 0 to n − 1, in the order of their numbers
   * @return the suggestions for trials from number n on, until the next fit
   */
  Proposal fit(List<Trial> trials);

  /**
   * Whether {@link #fit} looks at the trials once there are this many. A sampler that says no lets
   * its trials run without waiting for those of the batch before.
   */
  boolean learnsFrom(int trials);

  /** Suggestions on one state of knowledge; safe for use by many threads. */
  @FunctionalInterface
  interface Proposal {

    /** The parameters of the trial of a number. */
    Parameters suggest(int number);
  }
}
