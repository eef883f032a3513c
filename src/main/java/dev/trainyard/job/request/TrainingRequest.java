package dev.trainyard.job.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.callback.CallbackEvent;
import dev.trainyard.job.Priority;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.Across;
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
import org.jspecify.annotations.Nullable;

/**
 * A training request with every default filled in, in the engine's terms. Its JSON is flat: {@link
 * TrainingRequestJson}.
 *
 * @param strategy name of a strategy
 * @param data the candles to train on
 * @param search settings of the search
 * @param execution settings of the back-tests
 * @param validation settings of the validation
 * @param delivery settings of the job, which do not affect its result
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
   * @param symbols markets, such as {@code BTC/USDT}: one, or several in alphabetical order that
   *     are trained on together
   * @param across how the results on several markets become one; empty with one market
   * @param exchange exchange of the candles
   * @param timeframe length of a candle
   * @param lookback range of the candles
   * @param filter drops candles before the indicators are computed
   * @param regime market regime to which entries are confined; empty for all
   */
  public record Data(
      List<String> symbols,
      Optional<Across> across,
      String exchange,
      Timeframe timeframe,
      Lookback lookback,
      CandleFilter filter,
      Optional<Regime> regime) {

    public Data {
      symbols = List.copyOf(symbols);
    }

    /** Returns the market as it is stored and listed: several are joined by commas. */
    public String symbol() {
      return String.join(",", symbols);
    }
  }

  /**
   * Settings of the search.
   *
   * @param sampler name of a sampler, which this version may not know
   * @param iterations trials of the search
   * @param seed seed of every random draw
   * @param batchSize trials that are requested at once; the result depends on it
   * @param objective metric that the search maximises
   * @param minTrades fewest trades of a feasible trial; empty for the strategy's default
   * @param maxDrawdown largest drawdown of a feasible trial, a fraction of the peak; empty for no
   *     limit
   * @param parameterSpace narrower bounds by parameter name; empty for the strategy's own
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
     * Returns the constraints that make a trial feasible.
     *
     * @param defaultMinTrades the strategy's minimum of trades
     */
    public Constraints constraints(int defaultMinTrades) {
      return new Constraints(minTrades.orElse(defaultMinTrades), maxDrawdown);
    }
  }

  /**
   * Narrower bounds of one parameter: low and high for a number, or a subset of the choices.
   *
   * @param low lowest value, inclusive; null for the strategy's bound
   * @param high highest value, inclusive; null for the strategy's bound
   * @param choices the remaining choices; null for a number
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Bounds(
      @Nullable Double low, @Nullable Double high, @Nullable List<Object> choices) {}

  /**
   * Settings of the back-tests.
   *
   * @param model the rules of fills
   * @param capital money at the start, in the quote currency
   * @param riskPerTrade share of the capital that a stop may lose
   * @param sizing the amount that {@code riskPerTrade} is a share of
   * @param costs costs of trading
   */
  public record Execution(
      ExecutionModel model, double capital, double riskPerTrade, Sizing sizing, Costs costs) {

    /** Returns the settings of a back-test on candles of a timeframe. */
    public BacktestSettings settings(Timeframe timeframe) {
      return new BacktestSettings(model, capital, riskPerTrade, sizing, costs, timeframe.millis());
    }
  }

  /**
   * Settings of the validation.
   *
   * @param run whether the winner is validated out of sample
   * @param settings settings of the validation; without effect when it does not run
   */
  public record Validation(boolean run, ValidationSettings settings) {

    /** Returns the settings, or empty when the winner is not validated. */
    public Optional<ValidationSettings> ifRun() {
      return run ? Optional.of(settings) : Optional.empty();
    }
  }

  /**
   * Settings of the job; none of them affects its result.
   *
   * @param priority urgency of the job
   * @param timeoutSeconds running time after which the job fails
   * @param maxAttempts attempts before a transient failure is final
   * @param runAt earliest time at which the job starts; empty for now
   * @param reuse whether a stored result of the same request and data may be returned instead
   * @param fetch whether missing candles are fetched from the exchange first
   * @param callbackUrl URL that is told when the job has ended; empty for none
   * @param callbackEvents ends of the job that it is told of
   * @param distribute whether workers that are free may help
   */
  public record Delivery(
      Priority priority,
      int timeoutSeconds,
      int maxAttempts,
      Optional<Instant> runAt,
      boolean reuse,
      boolean fetch,
      Optional<String> callbackUrl,
      List<CallbackEvent> callbackEvents,
      boolean distribute) {}
}
