package dev.trainyard.job.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.callback.CallbackEvent;
import dev.trainyard.job.Priority;
import dev.trainyard.market.CandleFilter;
import dev.trainyard.market.Regime;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.Across;
import dev.trainyard.optimize.Objective;
import dev.trainyard.validation.split.ValidationSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A training request as clients write it and as it is stored: flat, in a fixed order, since the
 * hash for an idempotency key is computed from it. Any field that a stored request lacks is null; a
 * request of one symbol has no {@code symbols} and no {@code across}, and one that may be
 * distributed no {@code distribute}: its hash is that of versions that did not know the field.
 * {@link TrainingRequest} explains the fields.
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
record TrainingRequestJson(
    @Nullable String strategy,
    @Nullable String symbol,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> symbols,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String across,
    @Nullable String exchange,
    @Nullable String timeframe,
    @Nullable String regime,
    @Nullable String optimizer,
    @Nullable Integer lookbackCandles,
    @Nullable Double lookbackDays,
    int nIterations,
    long seed,
    int batchSize,
    @Nullable String objective,
    @Nullable Integer minTrades,
    @Nullable Constraints constraints,
    @Nullable Map<String, TrainingRequest.Bounds> parameterSpace,
    boolean runValidation,
    @Nullable Validation validation,
    @Nullable String executionModel,
    double capital,
    double riskPerTrade,
    @Nullable String sizing,
    @Nullable Costs costs,
    @Nullable DataFilterConfig dataFilterConfig,
    boolean pruning,
    boolean earlyStop,
    @Nullable UUID warmStartFrom,
    boolean reuse,
    @Nullable String priority,
    int timeoutSeconds,
    int maxAttempts,
    @Nullable Instant runAt,
    boolean fetch,
    @Nullable String callbackUrl,
    @Nullable List<String> callbackEvents,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean distribute) {

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Constraints(@Nullable Double maxDrawdown) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Validation(double holdout, int windows) {

    static Validation of(ValidationSettings settings) {
      return new Validation(settings.holdout(), settings.windows());
    }

    ValidationSettings toSettings() {
      return new ValidationSettings(holdout, windows);
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Costs(
      double feeRate, double slippageRate, @JsonProperty("funding_rate_8h") double fundingRate8h) {

    static Costs of(dev.trainyard.backtest.Costs costs) {
      return new Costs(costs.feeRate(), costs.slippageRate(), costs.fundingRate8h());
    }

    dev.trainyard.backtest.Costs toCosts() {
      return new dev.trainyard.backtest.Costs(feeRate, slippageRate, fundingRate8h);
    }
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record DataFilterConfig(
      boolean enableFiltering,
      double minVolumeThreshold,
      double minPriceMovementPct,
      boolean filterFlatCandles,
      boolean preserveHighVolumeSinglePrice) {

    static DataFilterConfig of(CandleFilter filter) {
      return new DataFilterConfig(
          filter.enabled(),
          filter.minVolume(),
          filter.minMovementPct(),
          filter.dropFlat(),
          filter.keepHighVolumeSinglePrice());
    }

    CandleFilter toFilter() {
      return new CandleFilter(
          enableFiltering,
          minVolumeThreshold,
          minPriceMovementPct,
          filterFlatCandles,
          preserveHighVolumeSinglePrice);
    }
  }

  static TrainingRequestJson of(TrainingRequest request) {
    TrainingRequest.Data data = request.data();
    TrainingRequest.Search search = request.search();
    TrainingRequest.Execution execution = request.execution();
    TrainingRequest.Delivery delivery = request.delivery();
    return new TrainingRequestJson(
        request.strategy(),
        data.symbols().size() == 1 ? data.symbol() : null,
        data.symbols().size() == 1 ? null : data.symbols(),
        data.across().map(Across::label).orElse(null),
        data.exchange(),
        data.timeframe().label(),
        data.regime().map(Regime::label).orElse(null),
        search.sampler(),
        data.lookback() instanceof Lookback.Candles candles ? candles.count() : null,
        data.lookback() instanceof Lookback.Days days ? days.days() : null,
        search.iterations(),
        search.seed(),
        search.batchSize(),
        search.objective().label(),
        search.minTrades().isPresent() ? search.minTrades().getAsInt() : null,
        new Constraints(
            search.maxDrawdown().isPresent() ? search.maxDrawdown().getAsDouble() : null),
        search.parameterSpace().orElse(null),
        request.validation().run(),
        Validation.of(request.validation().settings()),
        execution.model().label(),
        execution.capital(),
        execution.riskPerTrade(),
        execution.sizing().label(),
        Costs.of(execution.costs()),
        DataFilterConfig.of(data.filter()),
        search.pruning(),
        search.earlyStop(),
        search.warmStartFrom().orElse(null),
        delivery.reuse(),
        delivery.priority().label(),
        delivery.timeoutSeconds(),
        delivery.maxAttempts(),
        delivery.runAt().orElse(null),
        delivery.fetch(),
        delivery.callbackUrl().orElse(null),
        delivery.callbackEvents().stream().map(CallbackEvent::label).toList(),
        delivery.distribute() ? null : false);
  }

  /**
   * Converts the document into the engine's terms.
   *
   * @throws IllegalArgumentException when a required field is missing or this version does not know
   *     its value
   */
  TrainingRequest toRequest() {
    return new TrainingRequest(
        given("strategy", strategy),
        toData(),
        toSearch(),
        toExecution(),
        toValidation(),
        toDelivery());
  }

  private TrainingRequest.Data toData() {
    return new TrainingRequest.Data(
        symbols == null ? List.of(given("symbol", symbol)) : symbols,
        symbols == null ? Optional.empty() : Optional.of(named("across", across, Across::of)),
        given("exchange", exchange),
        named("timeframe", timeframe, Timeframe::of),
        toLookback(),
        given("data_filter_config", dataFilterConfig).toFilter(),
        Optional.ofNullable(regime).map(label -> named("regime", label, Regime::of)));
  }

  private Lookback toLookback() {
    return lookbackDays == null
        ? new Lookback.Candles(given("lookback_candles", lookbackCandles))
        : new Lookback.Days(lookbackDays);
  }

  private TrainingRequest.Search toSearch() {
    Double maxDrawdown = given("constraints", constraints).maxDrawdown;
    return new TrainingRequest.Search(
        given("optimizer", optimizer),
        nIterations,
        seed,
        batchSize,
        named("objective", objective, Objective::of),
        minTrades == null ? OptionalInt.empty() : OptionalInt.of(minTrades),
        maxDrawdown == null ? OptionalDouble.empty() : OptionalDouble.of(maxDrawdown),
        Optional.ofNullable(parameterSpace),
        pruning,
        earlyStop,
        Optional.ofNullable(warmStartFrom));
  }

  private TrainingRequest.Execution toExecution() {
    return new TrainingRequest.Execution(
        named("execution_model", executionModel, ExecutionModel::of),
        capital,
        riskPerTrade,
        named("sizing", sizing, Sizing::of),
        given("costs", costs).toCosts());
  }

  private TrainingRequest.Validation toValidation() {
    return new TrainingRequest.Validation(
        runValidation, given("validation", validation).toSettings());
  }

  private TrainingRequest.Delivery toDelivery() {
    return new TrainingRequest.Delivery(
        named("priority", priority, Priority::of),
        timeoutSeconds,
        maxAttempts,
        Optional.ofNullable(runAt),
        reuse,
        fetch,
        Optional.ofNullable(callbackUrl),
        callbackEvents == null
            ? CallbackEvent.ENDS
            : callbackEvents.stream()
                .map(label -> named("callback_events", label, CallbackEvent::of))
                .toList(),
        distribute == null || distribute);
  }

  private static <T> T given(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  private static <T> T named(
      String field, @Nullable String label, Function<String, Optional<T>> values) {
    return values
        .apply(given(field, label))
        .orElseThrow(
            () -> new IllegalArgumentException("there is no %s %s".formatted(field, label)));
  }
}
