package dev.trainyard.strategy.builtin;

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
 * Trades the reversal after price runs through a level where stops rest, on high volume, and comes
 * back. The stop is a few average true ranges away.
 */
public final class LiquiditySweep extends DefinedStrategy {
  /** Name in requests, SQL and files. */
  public static final String NAME = "LIQUIDITY_SWEEP";

  /** Bars behind the median true range: 500 values, each over 14 ranges, the first with a close. */
  private static final int ATR_MEDIAN_WARMUP = 514;

  /** Ranges, their mean and median, mean volumes, directions; the swings, a fifth of the bars. */
  private static final int SHARED_BYTES = 40;

  /** The swings of both kinds in the order of prices, some nine times each. */
  private static final int BYTES_PER_LOOKBACK = 13;

  private final int pierceDepth;
  private final int volumeThreshold;
  private final int reversalCandles;
  private final int minDistance;
  private final int stopAtr;
  private final int riskReward;
  private final int lookback;
  private final int minTouches;

  /**
   * @throws ParameterMismatchException when the parameters of the definition are not exactly those
   *     of this strategy
   */
  public LiquiditySweep(StrategyDefinition definition) {
    super(definition, "max_holding_periods", Set.of(Side.LONG, Side.SHORT));
    pierceDepth = real("pierce_depth");
    volumeThreshold = real("volume_spike_threshold");
    reversalCandles = whole("reversal_candles");
    minDistance = real("min_distance_from_level");
    stopAtr = real("atr_multiplier_sl");
    riskReward = real("risk_reward_ratio");
    lookback = whole("key_level_lookback");
    minTouches = whole("min_level_touches");
    refuseOthers();
  }

  @Override
  public int warmup(Parameters p) {
    int swings = CausalLevels.SPAN_PER_LOOKBACK * p.integer(lookback) + 2;
    return Math.max(ATR_MEDIAN_WARMUP, swings);
  }

  @Override
  public int indicatorBytesPerCandle(ParameterSpace searched) {
    return SHARED_BYTES + BYTES_PER_LOOKBACK * searched.get(lookback).count();
  }

  @Override
  public Signals signals(Indicators indicators, Parameters p, int from, int to) {
    KeyLevels levels =
        new CausalLevels(
            indicators, p.integer(lookback), p.number(minDistance), p.integer(minTouches));
    return rule(p).signals(indicators, levels, indicators.atrMedian(), from, to);
  }

  /** Returns the rule for a point of the space, without the source of its levels. */
  SweepRule rule(Parameters p) {
    return new SweepRule(
        p.number(pierceDepth),
        p.number(volumeThreshold),
        p.integer(reversalCandles),
        p.number(stopAtr),
        p.number(riskReward),
        p.integer(lookback));
  }
}
