package dev.trainyard.configuration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A trained configuration. Figures are those of the hold-out, and null without validation.
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
 * @param lifecycleStage PAPER, DISCOVERY, VALIDATION or MATURE
 * @param confidence 0..1
 * @param verdict EDGE, NO_EDGE, OVERFIT or INSUFFICIENT_DATA
 * @param overfittingDetected whether the verdict's rules found overfitting
 * @param figures its figures
 * @param seed seed of the search
 * @param trials trials of the search
 * @param candles candles it was trained on
 * @param dataFrom open time of the first
 * @param dataTo open time of the last
 * @param dataFingerprint hash of the candles
 * @param engineVersion version of the engine's results
 * @param createdAt time of its making
 * @param documents what only the single view shows; null in a list
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
   * The documents of a view that was not read for a list.
   *
   * @throws NullPointerException for a view of a list
   */
  public Documents requireDocuments() {
    return Objects.requireNonNull(documents, "a configuration of a list has no documents");
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
   * @param pValue of the permutation test
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
   * @param validation verdict and what it rests on
   * @param lifecycle stage and confidence
   * @param dataQuality what was dropped from the candles, and what they lack
   * @param request the job's request
   * @param space the parameter space of the search
   * @param holdoutUses validated configurations of the same candles, this one included: each look
   *     at a hold-out uses it up a little; null without validation
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
      @Nullable Integer holdoutUses) {}
}
