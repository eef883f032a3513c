package dev.trainyard.job.request;

import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A strategy with a parameter of each type, for tests that only use its space. */
public final class SampleStrategy implements Strategy {

  /** Returns the strategies of a service with only this one. */
  public static final StrategyCatalog CATALOG = new StrategyCatalog(List.of(new SampleStrategy()));

  @Override
  public String name() {
    return "SAMPLE";
  }

  @Override
  public String description() {
    return "Signals nothing.";
  }

  @Override
  public Set<Side> directions() {
    return EnumSet.of(Side.LONG);
  }

  @Override
  public ParameterSpace space() {
    return new ParameterSpace(
        List.of(
            ParameterSpec.real("depth", 0.001, 0.005),
            ParameterSpec.integer("bars", 1, 5),
            ParameterSpec.categorical("lookback", List.of(50, 100, 150))));
  }

  @Override
  public int defaultMinTrades() {
    return 10;
  }

  @Override
  public int warmup(Parameters parameters) {
    return 0;
  }

  @Override
  public int maxHolding(Parameters parameters) {
    return 10;
  }

  @Override
  public Signals signals(Indicators indicators, Parameters parameters, int from, int to) {
    return new Signals();
  }
}
