package dev.trainyard.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.market.DataQuality;
import dev.trainyard.market.Regime;
import dev.trainyard.validation.ValidationReport;
import dev.trainyard.validation.ValidationReport.Validated;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.verdict.VerdictReport;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a job, by the names of the columns of {@code trained_configurations}. Single
 * figures describe the hold-out and are null without validation: an in-sample figure is never
 * reported as a result.
 *
 * @param regime regime of the entries; null for all
 * @param optimizer name of the sampler
 * @param objective figure that the search maximised
 * @param parameters parameters of the winner
 * @param lifecycleStage stage of the lifecycle
 * @param confidence 0..1; null without a confidence
 * @param verdict the verdict; null without validation
 * @param overfittingDetected whether the hold-out is significantly worse than the search part
 * @param netProfit fraction of the capital
 * @param sharpeRatio annualised
 * @param sortinoRatio annualised
 * @param calmarRatio net profit over the deepest drawdown
 * @param profitFactor gross profit over gross loss
 * @param expectancy mean profit of a trade, percent
 * @param maxDrawdown fraction of the peak, 0 or more
 * @param winRate share of winning trades
 * @param sampleSize trades of the hold-out
 * @param pValue probability that random timing of the hold-out's positions does as well
 * @param inSample figures of the search part
 * @param outOfSample figures of the hold-out
 * @param walkForward figures of the walk-forward
 * @param fullSample figures of all candles
 * @param validation verdict, reasons, statistics, windows
 * @param lifecycle stage and confidence
 * @param dataQuality faults and gaps of the candles
 * @param seed seed of the job
 * @param trials trials of the search
 * @param candles candles after filtering
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TrainedConfiguration(
    @Nullable String regime,
    String optimizer,
    String objective,
    Map<String, Object> parameters,
    String lifecycleStage,
    @Nullable Double confidence,
    @Nullable String verdict,
    @Nullable Boolean overfittingDetected,
    @Nullable Double netProfit,
    @Nullable Double sharpeRatio,
    @Nullable Double sortinoRatio,
    @Nullable Double calmarRatio,
    @Nullable Double profitFactor,
    @Nullable Double expectancy,
    @Nullable Double maxDrawdown,
    @Nullable Double winRate,
    @Nullable Integer sampleSize,
    @JsonProperty("p_value") @Nullable Double pValue,
    Object inSample,
    @Nullable Object outOfSample,
    @Nullable Object walkForward,
    @JsonProperty("full_sample") @Nullable Object fullSample,
    @Nullable Object validation,
    Object lifecycle,
    DataQuality dataQuality,
    long seed,
    int trials,
    int candles) {

  /** Collects the result of a validated job. */
  static TrainedConfiguration of(ValidatedJob validated) {
    OptimizedJob optimized = validated.optimized();
    PreparedJob prepared = optimized.prepared();
    TrainingRequest request = prepared.job().request();
    ValidationReport report = validated.report();
    Map<String, Object> shape = report.toMap();
    Optional<VerdictReport> judgement = report.validated().map(Validated::judgement);
    Optional<Metrics> holdout =
        report.validated().map(Validated::outOfSample).map(PeriodMetrics::metrics);
    return new TrainedConfiguration(
        request.data().regime().map(Regime::label).orElse(null),
        request.search().sampler(),
        request.search().objective().label(),
        optimized.search().winner().parameters().toMap(),
        report.lifecycle().stage().name(),
        report.lifecycle().confidence().isPresent()
            ? report.lifecycle().confidence().getAsDouble()
            : null,
        judgement.map(j -> j.verdict().name()).orElse(null),
        judgement.map(VerdictReport::overfittingDetected).orElse(null),
        holdout.map(Metrics::netProfit).orElse(null),
        holdout.map(Metrics::sharpeRatio).orElse(null),
        holdout.map(Metrics::sortinoRatio).filter(Double::isFinite).orElse(null),
        holdout.map(Metrics::calmarRatio).orElse(null),
        holdout.map(m -> m.trades().profitFactor()).orElse(null),
        holdout.map(m -> m.trades().expectancy()).orElse(null),
        holdout.map(m -> -m.maxDrawdownPct() / 100).orElse(null),
        holdout.map(m -> m.trades().grossWinRate()).orElse(null),
        holdout.map(Metrics::totalTrades).orElse(null),
        judgement
            .map(VerdictReport::robustness)
            .filter(robustness -> robustness.pValue().isPresent())
            .map(robustness -> robustness.pValue().getAsDouble())
            .orElse(null),
        Objects.requireNonNull(shape.get("in_sample"), "in_sample"),
        shape.get("out_of_sample"),
        shape.get("walk_forward"),
        shape.get("full"),
        shape.get("validation"),
        Objects.requireNonNull(shape.get("lifecycle"), "lifecycle"),
        prepared.quality(),
        request.search().seed(),
        optimized.search().size(),
        prepared.evaluator().candles());
  }
}
