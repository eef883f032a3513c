package dev.trainyard.job.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.job.Priority;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.Constraints;
import dev.trainyard.optimize.Objective;
import dev.trainyard.validation.split.ValidationSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * What a client asks to be trained, with every default filled in, in the engine's terms. Its JSON
 * is flat: {@link TrainingRequestJson}.
 *
 * @param strategy name of a strategy
 * @param data the candles to train on
 * @param search how parameters are searched
 * @param execution how a back-test trades
 * @param validation how the winner is judged
 * @param delivery when and how the job runs
 */
public record TrainingRequest(
    String strategy,
    Data data,
    Search search,
    Execution execution,
    Validation validation,
    Delivery delivery) {

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static TrainingRequest of(TrainingRequestJson json) {
    return json.toRequest();
  }

  @JsonValue
  TrainingRequestJson toJson() {
    return TrainingRequestJson.of(this);
  }

  /**
   * The candles to train on.
   *
   * @param symbol market, such as {@code BTC/USDT}
   * @param exchange exchange that the candles are of
   * @param timeframe length of a candle
   * @param lookback how far back they reach
   * @param filter which of them are dropped before the indicators
   * @param regime market regime to which entries are confined; empty for all
   */
  public record Data(
      String symbol,
      String exchange,
      Timeframe timeframe,
      Lookback lookback,
      CandleFilter filter,
      Optional<Regime> regime) {}

  /**
   * How parameters are searched.
   *
   * @param sampler name of a sampler; it need not be one of this version
   * @param iterations trials of the search
   * @param seed seed of every random draw
   * @param batchSize trials that are asked for at once; part of what makes a result reproducible
   * @param objective metric that the search maximises
   * @param minTrades fewest trades of a feasible trial; empty for the strategy's default
   * @param maxDrawdown largest drawdown of one as a fraction of the peak; empty for no limit
   * @param parameterSpace narrower bounds by parameter name; empty for the strategy's
   * @param pruning whether hopeless trials end early
   * @param earlyStop whether a converged search ends early
   * @param warmStartFrom configuration whose parameters are tried first; empty for none
   */
  public record Search(
      String sampler,
      int iterations,
      long seed,
      int batchSize,
      Objective objective,
      OptionalInt minTrades,
      OptionalDouble maxDrawdown,
      Optional<Map<String, Bounds>> parameterSpace,
      boolean pruning,
      boolean earlyStop,
      Optional<UUID> warmStartFrom) {

    /**
     * What makes a trial feasible.
     *
     * @param defaultMinTrades the strategy's
     */
    public Constraints constraints(int defaultMinTrades) {
      return new Constraints(minTrades.orElse(defaultMinTrades), maxDrawdown);
    }
  }

  /**
   * Narrower bounds of one parameter: low and high of a number, or some of the choices.
   *
   * @param low lowest value, inclusive; null for the strategy's
   * @param high highest value, inclusive; null for the strategy's
   * @param choices the choices that are left; null for a number
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Bounds(Double low, Double high, List<Object> choices) {}

  /**
   * How a back-test trades.
   *
   * @param model the rules of fills
   * @param capital money at the start, in the quote currency
   * @param riskPerTrade share of the capital that a stop may lose
   * @param sizing what that share is of
   * @param costs costs of trading
   */
  public record Execution(
      ExecutionModel model, double capital, double riskPerTrade, Sizing sizing, Costs costs) {

    /** The settings of a back-test on candles of a timeframe. */
    public BacktestSettings settings(Timeframe timeframe) {
      return new BacktestSettings(model, capital, riskPerTrade, sizing, costs, timeframe.millis());
    }
  }

  /**
   * How the winner is judged.
   *
   * @param run whether it is, out of sample
   * @param settings how; of no effect without
   */
  public record Validation(boolean run, ValidationSettings settings) {

    /** The settings, empty when the winner is not judged. */
    public Optional<ValidationSettings> ifRun() {
      return run ? Optional.of(settings) : Optional.empty();
    }
  }

  /**
   * When and how the job runs; nothing of it decides what comes out.
   *
   * @param priority how urgent it is
   * @param timeoutSeconds running time after which it fails
   * @param maxAttempts attempts before a transient failure is final
   * @param runAt time before which it does not start; empty for now
   * @param reuse whether a stored result of the same request and data may answer
   * @param fetch whether missing candles are fetched from the exchange first
   * @param callbackUrl URL that is told the outcome; empty for none
   */
  public record Delivery(
      Priority priority,
      int timeoutSeconds,
      int maxAttempts,
      Optional<Instant> runAt,
      boolean reuse,
      boolean fetch,
      Optional<String> callbackUrl) {}
}
