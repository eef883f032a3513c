package example;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.DefinedStrategy;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.strategy.StrategyProvider;
import java.util.Set;

/** Follows the crossing of two moving averages, with a stop and a target in multiples of the ATR. */
public final class SmaCross extends DefinedStrategy {
  private static final int ATR_WARMUP = 14;

  private final int fast = whole("fast_period");
  private final int slow = whole("slow_period");
  private final int stopAtr = real("atr_multiplier_sl");
  private final int riskReward = real("risk_reward_ratio");

  private SmaCross(StrategyDefinition definition) {
    super(definition, "max_holding_periods", Set.of(Side.LONG, Side.SHORT));
    refuseOthers();
  }

  /** Tells Trainyard of the strategy. */
  public static final class Provider implements StrategyProvider {
    @Override
    public String name() {
      return "SMA_CROSS";
    }

    @Override
    public Strategy create(StrategyDefinition definition) {
      return new SmaCross(definition);
    }
  }

  @Override
  public int warmup(Parameters parameters) {
    return Math.max(parameters.integer(slow), ATR_WARMUP) + 1;
  }

  @Override
  public Signals signals(Indicators indicators, Parameters parameters, int from, int to) {
    Candles candles = indicators.candles();
    double[] fastMean = mean(indicators, parameters.integer(fast));
    double[] slowMean = mean(indicators, parameters.integer(slow));
    double[] atr = indicators.atr14();
    double stopDistance = parameters.number(stopAtr);
    double reward = parameters.number(riskReward);
    Signals signals = new Signals();
    for (int i = Math.max(from, 1); i < to; i++) {
      boolean above = fastMean[i] > slowMean[i];
      boolean below = fastMean[i] < slowMean[i];
      // A comparison with NaN is false: no signal before there is enough history
      boolean up = above && fastMean[i - 1] <= slowMean[i - 1];
      boolean down = below && fastMean[i - 1] >= slowMean[i - 1];
      if ((up || down) && atr[i] > 0) {
        Side side = up ? Side.LONG : Side.SHORT;
        double risk = side.sign() * atr[i] * stopDistance;
        double close = candles.close()[i];
        signals.add(i, side, close - risk, close + risk * reward);
      }
    }
    return signals;
  }

  /** Computed once for each period and shared by all trials. */
  private static double[] mean(Indicators indicators, int period) {
    return indicators.memoised(
        "sma-" + period, candles -> Indicators.movingMean(candles.close(), period));
  }
}
