package dev.trainyard.job.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a client asks to be trained, with every default filled in. It is checked before it becomes
 * one of these.
 *
 * @param strategy name of a strategy
 * @param symbol market, such as {@code BTC/USDT}
 * @param exchange exchange that the candles are of
 * @param timeframe label of a timeframe, such as {@code 5m}
 * @param regime market regime to which entries are confined; null for all
 * @param optimizer name of a sampler
 * @param lookbackCandles newest candles to train on; null when {@code lookbackDays} is given
 * @param lookbackDays newest days to train on; null when {@code lookbackCandles} is given
 * @param nIterations trials of the search
 * @param seed seed of every random draw
 * @param batchSize trials that are asked for at once; part of what makes a result reproducible
 * @param objective metric that the search maximises
 * @param minTrades fewest trades of a feasible trial; null for the strategy's default
 * @param constraints further limits of a feasible trial
 * @param parameterSpace narrower bounds by parameter name; null for the strategy's
 * @param runValidation whether the winner is validated out of sample
 * @param validation how it is validated
 * @param executionModel label of the fill rules
 * @param capital money at the start, in the quote currency
 * @param riskPerTrade share of the capital that a stop may lose
 * @param sizing {@code fixed} or {@code compounding}
 * @param costs costs of trading
 * @param dataFilterConfig which candles are dropped before the indicators
 * @param pruning whether hopeless trials end early
 * @param earlyStop whether a converged search ends early
 * @param warmStartFrom configuration whose parameters are tried first; null for none
 * @param reuse whether a stored result of the same request and data may answer
 * @param priority {@code high}, {@code normal} or {@code low}
 * @param timeoutSeconds running time after which the job fails
 * @param maxAttempts attempts before a transient failure is final
 * @param runAt time before which it does not start; null for now
 * @param fetch whether missing candles are fetched from the exchange first
 * @param callbackUrl URL that is told the outcome; null for none
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record TrainingRequest(
    String strategy,
    String symbol,
    String exchange,
    String timeframe,
    String regime,
    String optimizer,
    Integer lookbackCandles,
    Double lookbackDays,
    int nIterations,
    long seed,
    int batchSize,
    String objective,
    Integer minTrades,
    Constraints constraints,
    Map<String, Bounds> parameterSpace,
    boolean runValidation,
    Validation validation,
    String executionModel,
    double capital,
    double riskPerTrade,
    String sizing,
    Costs costs,
    DataFilterConfig dataFilterConfig,
    boolean pruning,
    boolean earlyStop,
    UUID warmStartFrom,
    boolean reuse,
    String priority,
    int timeoutSeconds,
    int maxAttempts,
    Instant runAt,
    boolean fetch,
    String callbackUrl) {

  /**
   * Limits that a trial must keep to be feasible.
   *
   * @param maxDrawdown largest drawdown as a fraction of the peak; null for no limit
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Constraints(Double maxDrawdown) {}

  /**
   * Narrower bounds of one parameter: low and high of a number, or some of the choices.
   *
   * @param low lowest value, inclusive; null for the strategy's
   * @param high highest value, inclusive; null for the strategy's
   * @param choices the choices that are left; null for a number
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Bounds(Double low, Double high, List<Object> choices) {}

  /**
   * How the winner is validated.
   *
   * @param holdout share of the candles, the newest, that the search never sees
   * @param windows walk-forward windows inside the search part
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Validation(double holdout, int windows) {}

  /**
   * Costs of trading.
   *
   * @param feeRate fee per side as a fraction of the notional
   * @param slippageRate slippage per fill as a fraction of the price
   * @param fundingRate8h funding per 8 hours that a long pays, as a fraction of the notional
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Costs(
      double feeRate, double slippageRate, @JsonProperty("funding_rate_8h") double fundingRate8h) {}

  /**
   * Which candles are dropped before the indicators see them.
   *
   * @param enableFiltering whether any is
   * @param minVolumeThreshold smallest volume that is kept
   * @param minPriceMovementPct smallest range that is kept, percent of the open
   * @param filterFlatCandles whether the range counts
   * @param preserveHighVolumeSinglePrice whether a candle of one price is kept when its volume is 1
   *     or more
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record DataFilterConfig(
      boolean enableFiltering,
      double minVolumeThreshold,
      double minPriceMovementPct,
      boolean filterFlatCandles,
      boolean preserveHighVolumeSinglePrice) {}
}
