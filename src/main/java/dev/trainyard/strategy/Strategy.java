package dev.trainyard.strategy;

import dev.trainyard.market.Indicators;
import java.util.Set;

/**
 * A trading strategy: a name, a parameter space, and a pure function of candles and parameters.
 *
 * <p>Two invariants hold for each: <i>no look-ahead</i> (candles after bar i do not change the
 * signals up to i) and <i>start invariance</i> (candles before i − {@link #warmup} do not change
 * the signal at i). Implementations keep no state: one instance serves all threads.
 */
public interface Strategy {

  /** A dozen series of doubles. */
  int DEFAULT_INDICATOR_BYTES = 96;

  /** Returns the upper-case name, unique in the service, such as {@code LIQUIDITY_SWEEP}. */
  String name();

  /** Describes what the strategy looks for, in a sentence or two for a user. */
  String description();

  /** Returns the sides that it can signal. */
  Set<Side> directions();

  /**
   * Returns the parameters in their order; bounds and defaults come from its file in {@code
   * config/strategies}.
   */
  ParameterSpace space();

  /**
   * Returns the parameters that a single back-test may name: those of {@link #space}, followed by
   * any that are not searched.
   */
  default ParameterSpace backtestSpace() {
    return space();
  }

  /** Returns the minimum number of trades of a feasible trial, when the request does not say. */
  int defaultMinTrades();

  /** Returns the number of bars before a signal on which that signal may depend. */
  int warmup(Parameters parameters);

  /** Returns the maximum number of bars after the entry at which a position is closed. */
  int maxHolding(Parameters parameters);

  /**
   * Returns the bytes of heap per candle that the indicators take once all points of a space have
   * been tried. The result counts everything that {@link Indicators} keeps, including what the
   * points share.
   *
   * @param searched the space of the strategy or a narrower one
   */
  default int indicatorBytesPerCandle(ParameterSpace searched) {
    return DEFAULT_INDICATOR_BYTES;
  }

  /**
   * Computes the signals at the bars {@code from} (inclusive) to {@code to} (exclusive), in the
   * order of bars, at most one per bar. Bars before {@code from} serve as warm-up.
   */
  Signals signals(Indicators indicators, Parameters parameters, int from, int to);
}
