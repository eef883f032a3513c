package dev.trainyard.job.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.callback.address.CallbackUrls;
import dev.trainyard.configuration.ConfigurationView;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.TimeField;
import dev.trainyard.json.UnreadableJsonException;
import dev.trainyard.json.UserText;
import dev.trainyard.market.Timeframe;
import dev.trainyard.optimize.sampler.GridSampler;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.SpaceNarrowing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads a training request: parses the JSON, checks the schema, fills in the defaults, then checks
 * what no schema can express. Reports all errors of a request at once.
 */
public final class TrainingRequestReader {
  private static final String SCHEMA = "training-request.schema.json";
  private static final TypeReference<Map<String, Object>> BOUNDS = new TypeReference<>() {};
  private static final int MIN_CANDLES = 100;
  private static final int MAX_CANDLES = 5_000_000;
  private static final String GRID = "grid";
  private static final String CALLBACK_URL = "callback_url";
  private static final int MAX_GRID = 100_000;

  /** Fields of the contract whose feature does not exist yet: refused, never ignored. */
  private static final List<Unbuilt> NOT_BUILT_YET =
      List.of(new Unbuilt("pruning", JsonNode::asBoolean, "pruning; use false"));

  private final RequestSchema schema = RequestSchema.load(SCHEMA);
  private final StrategyField strategies;
  private final ObjectMapper mapper;
  private final WarmStartField warmStart;
  private final CallbackUrls callbacks;
  private final CandlesNeeded candles = new CandlesNeeded();
  private final MarketFields markets = new MarketFields();

  /**
   * A valid training request.
   *
   * @param request the request with its defaults
   * @param space the strategy's parameters within the bounds of the request
   */
  public record Checked(TrainingRequest request, ParameterSpace space) {}

  private record Unbuilt(String field, Predicate<JsonNode> asked, String message) {}

  /**
   * Creates a reader.
   *
   * @param strategies resolves the strategy of a request
   * @param mapper binds the checked document
   * @param configurations finds a configuration, from which a search may start
   * @param callbacks judges where callbacks go
   */
  public TrainingRequestReader(
      StrategyCatalog strategies,
      ObjectMapper mapper,
      Function<UUID, Optional<ConfigurationView>> configurations,
      CallbackUrls callbacks) {
    this.strategies = new StrategyField(strategies);
    this.mapper = mapper;
    this.warmStart = new WarmStartField(configurations, mapper);
    this.callbacks = callbacks;
  }

  /**
   * Reads the body of a request.
   *
   * @param body JSON in UTF-8, UTF-16 or UTF-32
   * @throws UnreadableJsonException when the body is not JSON
   * @throws InvalidRequestException when a field is invalid
   */
  public Checked read(byte[] body) {
    return read(schema.parse(body));
  }

  /** Reads a request and fills in its defaults in place. */
  Checked read(ObjectNode request) {
    FieldErrors errors = schema.check(request);
    checkLookback(request, errors);
    markets.check(request, errors);
    if (request.path("lookback_candles").isNull()) {
      request.remove("lookback_candles");
    }
    boolean counted = request.has("n_iterations");
    schema.fillDefaults(request);
    markets.settle(request);
    if (request.get("lookback_days").isNumber()) {
      request.putNull("lookback_candles");
    }
    checkBuilt(request, errors);
    checkRunAt(request, errors);
    checkCallback(request, errors);
    Optional<Strategy> strategy = strategies.resolve(request, errors);
    Optional<ParameterSpace> narrowed = strategy.map(found -> space(found, request, errors));
    errors.throwIfAny();
    ParameterSpace space = narrowed.orElseThrow();
    candles.check(request, strategy.orElseThrow(), space, errors);
    warmStart.check(request, space, errors);
    errors.throwIfAny();
    if (request.get("optimizer").asText().equals(GRID)) {
      countGrid(space, counted, request, errors);
      errors.throwIfAny();
    }
    try {
      return new Checked(mapper.treeToValue(request, TrainingRequest.class), space);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema allows a request that cannot be bound", e);
    }
  }

  private ParameterSpace space(Strategy strategy, ObjectNode request, FieldErrors errors) {
    JsonNode bounds = request.get("parameter_space");
    if (!bounds.isObject() || !errors.isEmpty()) {
      return strategy.space();
    }
    var narrowed = SpaceNarrowing.narrow(strategy.space(), mapper.convertValue(bounds, BOUNDS));
    errors.addAll("parameter_space", narrowed.errors());
    return narrowed.value().orElse(strategy.space());
  }

  /**
   * Sets {@code n_iterations} to the number of grid points, or adds an error when there are too
   * many.
   */
  private static void countGrid(
      ParameterSpace space, boolean counted, ObjectNode request, FieldErrors errors) {
    long points = GridSampler.size(space);
    int most = counted ? request.get("n_iterations").intValue() : MAX_GRID;
    if (points > most) {
      errors.add(
          "optimizer",
          String.format(
              Locale.ROOT,
              "a grid over this space has %,d points and %s %,d: narrow parameter_space%s",
              points,
              counted ? "n_iterations is" : "may have",
              most,
              counted ? " or ask for more iterations" : ""));
    } else {
      request.put("n_iterations", points);
    }
  }

  private static void checkLookback(ObjectNode request, FieldErrors errors) {
    JsonNode days = request.path("lookback_days");
    if (!days.isNumber() || errors.has("lookback_days")) {
      return;
    }
    if (request.path("lookback_candles").isNumber()) {
      errors.add("lookback_days", "must not be given together with lookback_candles: use one");
      return;
    }
    Timeframe.of(request.path("timeframe").asText("5m"))
        .ifPresent(
            timeframe -> {
              long spanned = timeframe.candlesIn(days.doubleValue());
              if (spanned < MIN_CANDLES || spanned > MAX_CANDLES) {
                errors.add(
                    "lookback_days",
                    "must be more than %s and at most %s for %d to %d candles of %s, not %s"
                        .formatted(
                            timeframe.daysOf(MIN_CANDLES - 1).toPlainString(),
                            timeframe.daysOf(MAX_CANDLES).toPlainString(),
                            MIN_CANDLES,
                            MAX_CANDLES,
                            timeframe.label(),
                            UserText.shown(days)));
              }
            });
  }

  private static void checkBuilt(ObjectNode request, FieldErrors errors) {
    for (Unbuilt unbuilt : NOT_BUILT_YET) {
      JsonNode value = request.get(unbuilt.field);
      if (value != null && unbuilt.asked.test(value)) {
        errors.add(unbuilt.field, "not built yet: " + unbuilt.message);
      }
    }
  }

  private void checkCallback(ObjectNode request, FieldErrors errors) {
    JsonNode url = request.get(CALLBACK_URL);
    if (url.isTextual() && !errors.has(CALLBACK_URL)) {
      callbacks.refusal(url.textValue()).ifPresent(refusal -> errors.add(CALLBACK_URL, refusal));
    }
  }

  private static void checkRunAt(ObjectNode request, FieldErrors errors) {
    Instant runAt = TimeField.read("run_at", request, errors);
    if (runAt != null) {
      request.put("run_at", runAt.toString());
    }
  }
}
