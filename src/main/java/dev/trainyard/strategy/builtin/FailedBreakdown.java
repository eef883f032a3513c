package dev.trainyard.strategy.builtin;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.DefinedStrategy;
import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.StrategyDefinition;
import java.util.Set;

/**
 * Buys the recovery after a breakdown that fails (the spring of R. Wyckoff). Price breaks below a
 * quiet range on little volume, and is bought back above its support on high volume. The stop is
 * below the support.
 */
public final class FailedBreakdown extends DefinedStrategy {
  /** Name in requests, SQL and files. */
  public static final String NAME = "FAILED_BREAKDOWN";

  private static final int ATR_WARMUP = 15;

  /** A recovery that is further above the support, as a fraction of it, is too late. */
  private static final double HIGHEST_RECOVERY = 0.03;

  private static final double VOLUME_WEIGHT = 0.25;
  private static final double RECOVERY_WEIGHT = 0.30;
  private static final double DURATION_WEIGHT = 0.20;
  private static final double TOUCHES_WEIGHT = 0.15;
  private static final double FULL_RECOVERY = 1.5;
  private static final double FULL_TOUCHES = 10;

  /** Ranges and their mean. */
  private static final int SHARED_BYTES = 16;

  /** The ranges of a lookback and their breakdowns. */
  private static final int BYTES_PER_LOOKBACK = 60;

  private final int lookback;
  private final int tightness;
  private final int breakdownDepth;
  private final int breakdownVolume;
  private final int maxDuration;
  private final int recoveryVolume;
  private final int minimumScore;
  private final int stopAtr;
  private final int riskReward;
  private final int longestDuration;

  /**
   * @throws ParameterMismatchException when the parameters of the definition are not exactly those
   *     of this strategy
   */
  public FailedBreakdown(StrategyDefinition definition) {
    super(definition, "max_holding_periods", Set.of(Side.LONG));
    lookback = whole("range_lookback_periods");
    tightness = real("range_tightness_threshold");
    breakdownDepth = real("breakdown_depth");
    breakdownVolume = real("breakdown_volume_threshold");
    maxDuration = whole("spring_max_duration");
    recoveryVolume = real("recovery_volume_threshold");
    minimumScore = real("accumulation_score_minimum");
    stopAtr = real("atr_multiplier_sl");
    riskReward = real("risk_reward_ratio");
    refuseOthers();
    longestDuration = (int) definition.space().get(maxDuration).highest();
  }

  @Override
  public int warmup(Parameters p) {
    int toRecovery = Breakdowns.LATEST_BREAKDOWN + p.integer(maxDuration);
    return Math.max(ATR_WARMUP, p.integer(lookback) + toRecovery);
  }

  @Override
  public int indicatorBytesPerCandle(ParameterSpace searched) {
    return SHARED_BYTES + BYTES_PER_LOOKBACK * searched.get(lookback).count();
  }

  @Override
  public Signals signals(Indicators indicators, Parameters p, int from, int to) {
    Candles candles = indicators.candles();
    double[] close = candles.close();
    double[] low = candles.low();
    double[] volume = candles.volume();
    double[] atr = indicators.atr14();
    int duration = p.integer(maxDuration);
    Breakdowns breakdowns =
        Breakdowns.of(indicators, p.integer(lookback), Math.max(duration, longestDuration));
    double highest = p.number(tightness);
    double depth = p.number(breakdownDepth);
    double quiet = p.number(breakdownVolume);
    double loud = p.number(recoveryVolume);
    double minimum = p.number(minimumScore);
    double stopDistance = p.number(stopAtr);
    double reward = p.number(riskReward);
    Signals signals = new Signals();
    int x = breakdowns.firstRecoveredAtOrAfter(from);
    while (x < breakdowns.size() && breakdowns.recovery(x) < to) {
      int k = breakdowns.recovery(x);
      double best = Double.NEGATIVE_INFINITY;
      double support = Double.NaN;
      for (; x < breakdowns.size() && breakdowns.recovery(x) == k; x++) {
        int range = breakdowns.range(x);
        int j = breakdowns.bar(x);
        double level = breakdowns.support(range);
        double mean = breakdowns.meanVolume(range);
        if (breakdowns.height(range) > highest
            || k - j >= duration
            || (level - low[j]) / level < depth) {
          continue;
        }
        double broke = volume[j] / mean;
        double recovered = volume[k] / mean;
        if (!(broke <= quiet) || recovered < loud) {
          continue;
        }
        double score =
            VOLUME_WEIGHT * Math.max(0, 1 - broke / quiet)
                + RECOVERY_WEIGHT * Math.min(1, recovered / (FULL_RECOVERY * loud))
                + DURATION_WEIGHT * Math.max(0, 1 - (k - j) / (double) duration)
                + TOUCHES_WEIGHT * Math.min(1, breakdowns.touches(range) / FULL_TOUCHES);
        if (score > best) {
          best = score;
          support = level;
        }
      }
      boolean near = (close[k] - support) / support <= HIGHEST_RECOVERY;
      if (best >= minimum && near && !Double.isNaN(atr[k])) {
        double stop = support - atr[k] * stopDistance;
        signals.add(k, Side.LONG, stop, close[k] + (close[k] - stop) * reward);
      }
    }
    return signals;
  }
}
