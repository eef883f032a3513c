package dev.trainyard.pipeline.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.job.PermanentJobException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.marketdata.CandleVersions;
import dev.trainyard.marketdata.UnknownSeriesException;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.pipeline.CandleLoader;
import dev.trainyard.pipeline.EngineVersion;
import dev.trainyard.pipeline.Markets;
import dev.trainyard.pipeline.TrainingPlan;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.ParameterReader;
import dev.trainyard.strategy.parameter.SpaceJson;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.TooFewCandlesException;
import dev.trainyard.validation.split.ValidationSettings;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.stereotype.Component;

/** Back-tests a stored configuration again, over the candles that it was trained on. */
@Component
public class ConfigurationRun {
  private static final TypeReference<List<Map<String, Object>>> SPACE = new TypeReference<>() {};
  private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

  /** Limits a back-test, since a client waits for it. */
  static final int MAX_CANDLES = 1_000_000;

  private final CandleLoader loader;
  private final CandleVersions versions;
  private final StrategyCatalog strategies;
  private final ObjectMapper json;

  ConfigurationRun(
      CandleLoader loader, CandleVersions versions, StrategyCatalog strategies, ObjectMapper json) {
    this.loader = loader;
    this.versions = versions;
    this.strategies = strategies;
    this.json = json;
  }

  /**
   * Runs a configuration.
   *
   * @param configuration with its documents
   * @throws NotRepeatableException when its candles are gone or too many, its strategy has changed,
   *     or its stored data is incomplete
   */
  public RepeatedRun run(ConfigurationView configuration) {
    Recipe recipe = repeatable(configuration);
    TrainingPlan plan = recipe.plan();
    Markets markets = markets(plan, configuration);
    Optional<Split> split =
        plan.validation()
            .map(
                settings ->
                    split(
                        markets,
                        Split.longestHolding(recipe.strategy(), recipe.parameters().space()),
                        settings));
    RangeEvaluator evaluator = recipe.evaluator(markets, 0, markets.size());
    return new RepeatedRun(
        evaluator,
        recipe.parameters(),
        evaluator.backtest(recipe.parameters()),
        split.map(s -> OptionalInt.of(s.holdoutFrom())).orElse(OptionalInt.empty()),
        !markets.fingerprint().equals(configuration.dataFingerprint()));
  }

  /**
   * Identifies what {@link #run} would return, without reading candles: when two calls return the
   * same, the runs between them do too.
   *
   * @param configuration with its documents
   * @throws NotRepeatableException as {@link #run}, except for what only the candles show
   */
  public List<String> identity(ConfigurationView configuration) {
    Recipe recipe = repeatable(configuration);
    Strategy strategy = recipe.strategy();
    ConfigurationView.Documents documents = configuration.requireDocuments();
    return List.of(
        EngineVersion.CURRENT,
        strategy.name(),
        strategies.codeHash(strategy.name()).orElse("own"),
        // a strategy is made of its definition
        strategy.space().toString(),
        String.valueOf(strategy.defaultMinTrades()),
        documents.request(),
        documents.space(),
        configuration.parameters(),
        configuration.dataFrom().toString(),
        configuration.dataTo().toString(),
        configuration.dataFingerprint(),
        versions.upTo(configuration.dataTo(), recipe.plan().series()));
  }

  private Recipe repeatable(ConfigurationView configuration) {
    refuseTooMany(configuration.candles());
    Recipe recipe = recipe(configuration);
    refuseTooMany(loader.count(recipe.plan(), pinned(configuration)));
    return recipe;
  }

  /**
   * What a configuration trades by, whatever the candles.
   *
   * @param plan of its request
   * @param strategy its strategy
   * @param parameters its parameters
   */
  public record Recipe(TrainingPlan plan, Strategy strategy, Parameters parameters) {

    /** Creates the back-test over a range of bars. */
    public RangeEvaluator evaluator(Markets markets, int from, int to) {
      return plan.evaluator(strategy, markets, from, to);
    }
  }

  /**
   * Reads what a configuration trades by.
   *
   * @param configuration with its documents
   * @throws NotRepeatableException when its strategy has changed, or its stored data is incomplete
   */
  public Recipe recipe(ConfigurationView configuration) {
    TrainingPlan plan =
        new TrainingPlan(StoredRequest.read(json, configuration.requireDocuments().request()));
    Strategy strategy =
        strategies
            .find(configuration.strategy())
            .orElseThrow(
                () -> new NotRepeatableException(strategies.unknown(configuration.strategy())));
    ParameterSpace space = space(configuration);
    if (!strategy.space().names().equals(space.names())) {
      throw new NotRepeatableException(
          "%s has other parameters now than when this configuration was trained"
              .formatted(strategy.name()));
    }
    Parameters parameters =
        new ParameterReader(space)
            .read(read(configuration.parameters(), VALUES))
            .value()
            .orElseThrow(() -> new NotRepeatableException("its parameters do not fit its space"));
    return new Recipe(plan, strategy, parameters);
  }

  /** Refuses too many candles, before the filter may drop some. */
  private static void refuseTooMany(long candles) {
    if (candles > MAX_CANDLES) {
      throw new NotRepeatableException(
          String.format(
              Locale.ROOT,
              "it was trained on %,d candles; a back-test over more than %,d is not computed while a client waits",
              candles,
              MAX_CANDLES));
    }
  }

  private static PinnedInputs pinned(ConfigurationView configuration) {
    return new PinnedInputs(
        configuration.dataFrom(),
        configuration.dataTo(),
        configuration.dataFingerprint(),
        configuration.engineVersion());
  }

  private static Split split(Markets markets, int embargo, ValidationSettings settings) {
    try {
      return Split.of(markets.size(), embargo, settings);
    } catch (TooFewCandlesException e) {
      throw new NotRepeatableException("most of its candles are gone: " + e.getMessage(), e);
    }
  }

  private Markets markets(TrainingPlan plan, ConfigurationView configuration) {
    try {
      Markets markets = Markets.filtered(plan, loader.load(plan, pinned(configuration)));
      markets.requireAny();
      return markets;
    } catch (UnknownSeriesException | PermanentJobException e) {
      throw new NotRepeatableException(
          Objects.requireNonNull(e.getMessage(), "the exception has no message"), e);
    }
  }

  private ParameterSpace space(ConfigurationView configuration) {
    try {
      return SpaceJson.fromList(read(configuration.requireDocuments().space(), SPACE));
    } catch (IllegalArgumentException e) {
      throw new NotRepeatableException("its stored space cannot be read: " + e.getMessage(), e);
    }
  }

  private <T> T read(String text, TypeReference<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new NotRepeatableException(
          "its stored data cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
