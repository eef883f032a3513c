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

  /** Upper-case name, unique in the service, such as {@code LIQUIDITY_SWEEP}. */
  String name();

  /** What it looks for, in a sentence or two for a user. */
  String description();

  /** The sides that it can signal. */
  Set<Side> directions();

  /**
   * The order of its parameters; bounds and defaults come from its file in {@code
   * config/strategies}.
   */
  ParameterSpace space();

  /**
   * The parameters that a single back-test may name: those of {@link #space}, and behind them any
   * that are not searched.
   */
  default ParameterSpace backtestSpace() {
    return space();
  }

  /** Fewest trades that make a trial feasible when the request does not say. */
  int defaultMinTrades();

  /** Bars before a signal on which that signal may depend. */
  int warmup(Parameters parameters);

  /** Bars after the entry at which a position is closed at the latest. */
  int maxHolding(Parameters parameters);

  /**
   * Bytes of heap per candle that the indicators take once all points of a space have been tried:
   * those that {@link Indicators} keeps, whatever the points share included.
   *
   * @param searched the space of the strategy or a narrower one
   */
  default int indicatorBytesPerCandle(ParameterSpace searched) {
    return DEFAULT_INDICATOR_BYTES;
  }

  /**
   * The signals at the bars {@code from} (inclusive) to {@code to} (exclusive), in the order of
   * bars, at most one per bar. Bars before {@code from} serve as warm-up.
   */
  Signals signals(Indicators indicators, Parameters parameters, int from, int to);
}
