package dev.trainyard.api.strategy;

import dev.trainyard.api.problem.StrategyFailedException;
import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Backtester;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Signals;
import dev.trainyard.strategy.Strategy;
import java.util.Set;
import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Back-tests of given parameters, computed at once. */
@Component("backtestResource")
public class BacktestResource {
  private final BacktestRequestReader reader;
  private final BacktestSlice slice;
  private final BacktestLimit limit;
  private final Backtester backtester = new Backtester();

  BacktestResource(BacktestRequestReader reader, BacktestSlice slice, BacktestLimit limit) {
    this.reader = reader;
    this.slice = slice;
    this.limit = limit;
  }

  /** Runs the back-test of a request; the strategy sees its slice alone. */
  public Object run(@Body byte @Nullable [] body) {
    BacktestRequest request = reader.read(body == null ? new byte[0] : body);
    return limit.run(() -> answer(request));
  }

  private BacktestResponse answer(BacktestRequest request) {
    Candles candles = slice.of(request);
    Strategy strategy = request.strategy();
    Parameters parameters = request.parameters();
    Signals signals = signals(strategy, candles, parameters);
    BacktestResult result =
        backtester.run(
            candles,
            0,
            candles.size(),
            signals,
            strategy.maxHolding(parameters),
            request.settings());
    Set<String> include = request.include();
    return new BacktestResponse(
        BacktestResponse.Slice.of(candles),
        result.metrics().toMap(),
        include.contains("signals") ? BacktestResponse.rows(signals) : null,
        include.contains("trades") ? BacktestResponse.rows(result.trades()) : null,
        include.contains("equity") ? result.equity() : null);
  }

  /** Of strategies in jars the code may throw anything, and a jar may miss classes. */
  private static Signals signals(Strategy strategy, Candles candles, Parameters parameters) {
    try {
      return Signals.of(strategy, new Indicators(candles), parameters, 0, candles.size());
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      throw new StrategyFailedException(strategy.name(), e);
    }
  }
}
