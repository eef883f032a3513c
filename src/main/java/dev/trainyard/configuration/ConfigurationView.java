package dev.trainyard.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trained configuration. The figures describe the hold-out and are null without validation.
 *
 * @param configId its id
 * @param jobId the job that found it
 * @param strategy strategy
 * @param symbol market
 * @param exchange exchange
 * @param timeframe label of the timeframe
 * @param regime market regime to which entries are confined; null for all
 * @param optimizer sampler of the search
 * @param objective metric that the search maximised
 * @param parameters the winner's parameters, JSON
 * @param isActive whether trading systems are to use it
 * @param activatedBy name of who activated it; null when nobody has
 * @param lifecycleStage PAPER, DISCOVERY, VALIDATION, MATURE or DECAY
 * @param confidence 0..1
 * @param verdict EDGE, NO_EDGE, OVERFIT or INSUFFICIENT_DATA
 * @param overfittingDetected whether the verdict's rules found overfitting
 * @param figures its figures
 * @param seed seed of the search
 * @param trials trials of the search
 * @param candles number of candles that it was trained on
 * @param dataFrom open time of the first candle
 * @param dataTo open time of the last candle
 * @param dataFingerprint hash of the candles
 * @param engineVersion version of the engine's results
 * @param createdAt time at which it was stored
 * @param documents details that only the single view shows; null in a list
 */
public record ConfigurationView(
    UUID configId,
    UUID jobId,
    String strategy,
    String symbol,
    String exchange,
    String timeframe,
    @Nullable String regime,
    String optimizer,
    String objective,
    @JsonRawValue String parameters,
    boolean isActive,
    @Nullable String activatedBy,
    String lifecycleStage,
    @Nullable Double confidence,
    @Nullable String verdict,
    @Nullable Boolean overfittingDetected,
    @JsonUnwrapped Figures figures,
    long seed,
    int trials,
    int candles,
    Instant dataFrom,
    Instant dataTo,
    String dataFingerprint,
    String engineVersion,
    Instant createdAt,
    @JsonUnwrapped @Nullable Documents documents) {

  /**
   * Returns the documents of a single view.
   *
   * @throws NullPointerException for a view of a list
   */
  public Documents requireDocuments() {
    return Objects.requireNonNull(documents, "a listed configuration has no documents");
  }

  /**
   * Hold-out figures; all null without validation.
   *
   * @param netProfit net profit as a fraction of the capital
   * @param sharpeRatio annualised
   * @param sortinoRatio annualised
   * @param calmarRatio net profit over the deepest drawdown
   * @param profitFactor gross profit over gross loss
   * @param expectancy mean result of a trade, percent
   * @param maxDrawdown deepest fall from a peak
   * @param winRate share of winning trades
   * @param sampleSize trades
   * @param pValue p-value of the permutation test
   */
  public record Figures(
      @Nullable Double netProfit,
      @Nullable Double sharpeRatio,
      @Nullable Double sortinoRatio,
      @Nullable Double calmarRatio,
      @Nullable Double profitFactor,
      @Nullable Double expectancy,
      @Nullable Double maxDrawdown,
      @Nullable Double winRate,
      @Nullable Integer sampleSize,
      @Nullable Double pValue) {}

  /**
   * The documents of a configuration, each as JSON.
   *
   * @param inSample figures of the search part
   * @param outOfSample figures of the hold-out
   * @param walkForward the windows and their joined curve
   * @param fullSample figures of all candles
   * @param validation the verdict and its evidence
   * @param lifecycle stage and confidence
   * @param dataQuality dropped and missing candles
   * @param request the job's request
   * @param space the parameter space of the search
   * @param holdoutUses number of configurations validated on the same candles, including this one,
   *     and of those that were followed on candles of its hold-out: each use of a hold-out makes it
   *     less independent; null without validation
   * @param forward its results on candles after its training; null when it was never active
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Documents(
      @JsonRawValue String inSample,
      @JsonRawValue @Nullable String outOfSample,
      @JsonRawValue @Nullable String walkForward,
      @JsonRawValue @Nullable String fullSample,
      @JsonRawValue @Nullable String validation,
      @JsonRawValue String lifecycle,
      @JsonRawValue String dataQuality,
      @JsonRawValue String request,
      @JsonRawValue String space,
      @Nullable Integer holdoutUses,
      @JsonRawValue @Nullable String forward) {}
}
