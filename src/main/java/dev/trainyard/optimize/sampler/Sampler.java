package dev.trainyard.optimize.sampler;

import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.Parameters;
import java.util.List;

/**
 * Suggests the parameters of trials from earlier trials.
 *
 * <p>A sampler keeps no state and takes its randomness from a {@link RandomStream}: the same trials
 * lead to the same suggestions, in any process and on any thread.
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
   * Returns whether {@link #fit} uses the trials once there are this many. When it does not, trials
   * need not wait for those of the previous batch.
   */
  boolean learnsFrom(int trials);

  /** The suggestions after one fit; safe for use by many threads. */
  @FunctionalInterface
  interface Proposal {

    /** Returns the parameters of the trial with this number. */
    Parameters suggest(int number);
  }
}
