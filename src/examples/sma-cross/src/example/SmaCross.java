package example;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.ParameterMismatchException;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyDefinition;
import dev.trainyard.strategy.StrategyProvider;
import java.util.Set;

/** Follows the crossing of two moving averages, with a stop and a target in multiples of the ATR. */
public final class SmaCross implements Strategy {
  private static final int ATR_WARMUP = 14;

  private final StrategyDefinition definition;
  private final int fast;
  private final int slow;
  private final int stopAtr;
  private final int riskReward;
  private final int maxHolding;

  private SmaCross(StrategyDefinition definition) {
    this.definition = definition;
    ParameterSpace space = definition.space();
    fast = position(space, "fast_period");
    slow = position(space, "slow_period");
    stopAtr = position(space, "atr_multiplier_sl");
    riskReward = position(space, "risk_reward_ratio");
    maxHolding = position(space, "max_holding_periods");
  }

  private static int position(ParameterSpace space, String name) {
    int position = space.indexOf(name);
    if (position < 0) {
      throw new ParameterMismatchException(name, "the parameter is missing");
    }
    return position;
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
  public String name() {
    return definition.name();
  }

  @Override
  public String description() {
    return definition.description();
  }

  @Override
  public Set<Side> directions() {
    return Set.of(Side.LONG, Side.SHORT);
  }

  @Override
  public ParameterSpace space() {
    return definition.space();
  }

  @Override
  public int defaultMinTrades() {
    return definition.minTrades();
  }

  @Override
  public int warmup(Parameters parameters) {
    return Math.max(parameters.integer(slow), ATR_WARMUP) + 1;
  }

  @Override
  public int maxHolding(Parameters parameters) {
    return parameters.integer(maxHolding);
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
