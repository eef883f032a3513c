package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.DefinedStrategy;
import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.StrategyDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Trades a reversal after panic, which shows in volume, speed, range, wicks and relative strength.
 * The stop is a few average true ranges away.
 *
 * <p>Which bars reverse does not depend on the parameters, so these are found once for a data set;
 * a trial looks for panic only before them.
 */
public final class CapitulationReversal extends DefinedStrategy {
  /** Name in requests, SQL and files. */
  public static final String NAME = "CAPITULATION_REVERSAL";

  /** No bar before this one is a panic bar, because the mean volume has just begun. */
  private static final int FIRST_PANIC_BAR = 20;

  /** Bars before a reversal that are searched for panic. */
  private static final int PANIC_WINDOW = 15;

  private static final int DEFAULT_FIRST_BAR = 50;

  /** Changes only the warm-up, so a search over it would be pointless. */
  private static final ParameterSpec FIRST_BAR =
      new ParameterSpec(
          "lookback_periods",
          ParameterType.INT,
          20,
          500,
          1,
          false,
          List.of(),
          ParameterSpec.DEFAULT_GRID_STEPS,
          DEFAULT_FIRST_BAR,
          "First bar that may signal; not searched.");

  /** The mean of 20 average true ranges needs the longest history. */
  private static final int INDICATOR_WARMUP = 34;

  /** Ranges, mean volumes, relative strength, directions; the four ratios; the reversals. */
  private static final int BYTES_PER_CANDLE = 80;

  private final ParameterSpace backtestSpace;
  private final int volumeThreshold;
  private final int velocityThreshold;
  private final int atrThreshold;
  private final int wickThreshold;
  private final int rsiThreshold;
  private final int stopAtr;
  private final int riskReward;
  private final int firstBar;

  /**
   * @throws ParameterMismatchException when the parameters of the definition are not exactly those
   *     of this strategy
   */
  public CapitulationReversal(StrategyDefinition definition) {
    super(definition, "max_holding_periods", Set.of(Side.LONG, Side.SHORT));
    volumeThreshold = real("volume_explosion_threshold");
    velocityThreshold = real("price_velocity_threshold");
    atrThreshold = real("atr_explosion_threshold");
    wickThreshold = real("exhaustion_wick_ratio");
    rsiThreshold = real("rsi_extreme_threshold");
    stopAtr = real("atr_multiplier_sl");
    riskReward = real("risk_reward_ratio");
    refuseOthers();
    List<ParameterSpec> all = new ArrayList<>(definition.space().parameters());
    firstBar = all.size();
    all.add(FIRST_BAR);
    backtestSpace = new ParameterSpace(all);
  }

  @Override
  public ParameterSpace backtestSpace() {
    return backtestSpace;
  }

  @Override
  public int warmup(Parameters p) {
    return Math.max(firstBar(p), INDICATOR_WARMUP + PANIC_WINDOW);
  }

  @Override
  public int indicatorBytesPerCandle(ParameterSpace searched) {
    return BYTES_PER_CANDLE;
  }

  private int firstBar(Parameters p) {
    return p.space().size() > firstBar ? p.integer(firstBar) : DEFAULT_FIRST_BAR;
  }

  @Override
  public Signals signals(Indicators indicators, Parameters p, int from, int to) {
    Candles candles = indicators.candles();
    double[] close = candles.close();
    double[] atr = indicators.atr14();
    int[] reversals = ReversalBars.of(indicators).bars();
    PanicScore panic =
        PanicScore.of(
            indicators,
            p.number(volumeThreshold),
            p.number(velocityThreshold),
            p.number(atrThreshold),
            p.number(wickThreshold),
            p.number(rsiThreshold));
    double stop = p.number(stopAtr);
    double reward = p.number(riskReward);
    Signals signals = new Signals();
    int first = Math.max(from, Math.max(firstBar(p), FIRST_PANIC_BAR));
    int lastPanic = -1;
    int unsearched = FIRST_PANIC_BAR;
    for (int k = ReversalBars.firstAtOrAfter(reversals, first); k < reversals.length; k++) {
      int i = reversals[k] >> 1;
      if (i >= to) {
        break;
      }
      unsearched = Math.max(unsearched, i - PANIC_WINDOW);
      for (int j = i - 1; j >= unsearched; j--) {
        if (panic.at(j)) {
          lastPanic = j;
          break;
        }
      }
      unsearched = Math.max(unsearched, i);
      if (lastPanic < i - PANIC_WINDOW) {
        continue;
      }
      double risk = atr[i] * stop;
      if ((reversals[k] & 1) == ReversalBars.LONG) {
        signals.add(i, Side.LONG, close[i] - risk, close[i] + risk * reward);
      } else {
        signals.add(i, Side.SHORT, close[i] + risk, close[i] - risk * reward);
      }
    }
    return signals;
  }
}
