package dev.trainyard.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.ConfigurationView;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.TrainingRequest;
import dev.trainyard.market.CandleFingerprint;
import dev.trainyard.market.Candles;
import dev.trainyard.marketdata.UnknownSeriesException;
import dev.trainyard.optimize.BacktestEvaluator;
import dev.trainyard.strategy.ParameterReader;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.SpaceJson;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.StrategyCatalog;
import dev.trainyard.validation.Split;
import dev.trainyard.validation.TooFewCandlesException;
import dev.trainyard.validation.ValidationSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;

/** Back-tests a stored configuration again, over the candles that it was trained on. */
@Component
public class ConfigurationRun {
  private static final TypeReference<TrainingRequest> REQUEST = new TypeReference<>() {};
  private static final TypeReference<List<Map<String, Object>>> SPACE = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

  /** A back-test is answered at once, so it is bounded. */
  static final int MOST_CANDLES = 1_000_000;

  private final CandleLoader loader;
  private final StrategyCatalog strategies;
  private final ObjectMapper json;

  ConfigurationRun(CandleLoader loader, StrategyCatalog strategies, ObjectMapper json) {
    this.loader = loader;
    this.strategies = strategies;
    this.json = json;
  }

  /**
   * Runs a configuration.
   *
   * @param configuration with its documents
   * @throws NotRepeatableException when its candles are gone or too many, or its strategy is
   *     another one now
   */
  public RepeatedRun run(ConfigurationView configuration) {
    if (configuration.candles() > MOST_CANDLES) {
      throw new NotRepeatableException(
          String.format(
              Locale.ROOT,
              "it was trained on %,d candles; a back-test over more than %,d is not computed while a client waits",
              configuration.candles(),
              MOST_CANDLES));
    }
    TrainingPlan plan = new TrainingPlan(read(configuration.documents().request(), REQUEST));
    Strategy strategy =
        strategies
            .find(configuration.strategy())
            .orElseThrow(
                () -> new NotRepeatableException(strategies.unknown(configuration.strategy())));
    ParameterSpace space = SpaceJson.fromList(read(configuration.documents().space(), SPACE));
    if (!strategy.space().names().equals(space.names())) {
      throw new NotRepeatableException(
          "%s has other parameters now than when this configuration was trained"
              .formatted(strategy.name()));
    }
    Candles candles = candles(plan, configuration);
    Optional<Split> split =
        plan.validation()
            .map(settings -> split(candles, Split.longestHolding(strategy, space), settings));
    BacktestEvaluator evaluator = plan.evaluator(strategy, candles, 0, candles.size());
    Parameters parameters =
        new ParameterReader(space)
            .read(read(configuration.parameters(), VALUES))
            .value()
            .orElseThrow();
    return new RepeatedRun(
        evaluator,
        parameters,
        evaluator.backtest(parameters),
        split.map(s -> OptionalInt.of(s.holdoutFrom())).orElse(OptionalInt.empty()),
        !CandleFingerprint.of(candles).equals(configuration.dataFingerprint()));
  }

  private static Split split(Candles candles, int embargo, ValidationSettings settings) {
    try {
      return Split.of(candles.size(), embargo, settings);
    } catch (TooFewCandlesException e) {
      throw new NotRepeatableException("most of its candles are gone: " + e.getMessage(), e);
    }
  }

  private Candles candles(TrainingPlan plan, ConfigurationView configuration) {
    PinnedInputs pinned =
        new PinnedInputs(
            configuration.dataFrom(),
            configuration.dataTo(),
            configuration.dataFingerprint(),
            configuration.engineVersion());
    try {
      return plan.filter().apply(loader.load(plan, pinned), plan.timeframe()).candles();
    } catch (UnknownSeriesException | PermanentJobException e) {
      throw new NotRepeatableException(e.getMessage(), e);
    }
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored configuration cannot be read", e);
    }
  }
}
