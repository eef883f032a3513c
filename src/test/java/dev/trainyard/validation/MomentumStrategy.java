package dev.trainyard.validation;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import java.util.List;
import java.util.Set;

/** Follows, or fades, a move over some bars: the simplest strategy that can have an edge. */
public final class MomentumStrategy implements Strategy {
  private static final ParameterSpace SPACE =
      new ParameterSpace(
          List.of(
              ParameterSpec.integer("lookback", 1, 10),
              ParameterSpec.real("threshold", 0.002, 0.03),
              ParameterSpec.integer("max_holding_periods", 2, 12),
              ParameterSpec.categorical("direction", List.of("follow", "fade"))));

  @Override
  public String name() {
    return "MOMENTUM";
  }

  @Override
  public String description() {
    return "Follows or fades a move.";
  }

  @Override
  public Set<Side> directions() {
    return Set.of(Side.LONG, Side.SHORT);
  }

  @Override
  public ParameterSpace space() {
    return SPACE;
  }

  @Override
  public int defaultMinTrades() {
    return 10;
  }

  @Override
  public int warmup(Parameters parameters) {
    return parameters.integer(0);
  }

  @Override
  public int maxHolding(Parameters parameters) {
    return parameters.integer(2);
  }

  @Override
  public Signals signals(Indicators indicators, Parameters parameters, int from, int to) {
    Candles candles = indicators.candles();
    int lookback = parameters.integer(0);
    int sign = parameters.value(3).equals("follow") ? 1 : -1;
    Signals signals = new Signals();
    for (int i = Math.max(from, lookback); i < to; i++) {
      double close = candles.close()[i];
      double move = close / candles.close()[i - lookback] - 1;
      if (Math.abs(move) >= parameters.number(1)) {
        boolean up = sign * move > 0;
        signals.add(
            i, up ? Side.LONG : Side.SHORT, close * (up ? 0.9 : 1.1), close * (up ? 1.2 : 0.8));
      }
    }
    return signals;
  }
}
