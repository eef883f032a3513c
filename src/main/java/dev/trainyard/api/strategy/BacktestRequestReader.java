package dev.trainyard.api.strategy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.backtest.ExecutionModel;
import dev.trainyard.backtest.Sizing;
import dev.trainyard.job.request.StrategyField;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.TimeField;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.strategy.parameter.ParameterReader;
import dev.trainyard.text.Checked;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the request of a back-test; all its faults are told at once. */
@Component
class BacktestRequestReader {
  private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

  private final RequestSchema schema = RequestSchema.load("backtest-request.schema.json");
  private final StrategyField strategies;
  private final ObjectMapper json;

  BacktestRequestReader(StrategyCatalog strategies, ObjectMapper json) {
    this.strategies = new StrategyField(strategies);
    this.json = json;
  }

  /**
   * Reads a body.
   *
   * @throws dev.trainyard.json.UnreadableJsonException when it is not JSON
   * @throws dev.trainyard.json.InvalidRequestException when a field is not what it may be
   */
  BacktestRequest read(byte[] body) {
    ObjectNode request = schema.parse(body);
    FieldErrors errors = schema.check(request);
    schema.fillDefaults(request);
    Optional<Strategy> strategy = strategies.resolve(request, errors);
    Optional<Parameters> parameters = strategy.flatMap(found -> parameters(found, request, errors));
    Instant from = TimeField.readTimeOrDay("from", request, errors);
    Instant to = TimeField.readTimeOrDay("to", request, errors);
    refuseMix(request, errors);
    Integer fromBar = bar("from_bar", request);
    Integer toBar = bar("to_bar", request);
    if (fromBar != null && toBar != null && fromBar >= toBar) {
      errors.add("to_bar", "must be above from_bar");
    }
    if (from != null && to != null && !from.isBefore(to)) {
      errors.add("to", "must be later than from");
    }
    errors.throwIfAny();
    Timeframe timeframe = Timeframe.of(request.get("timeframe").textValue()).orElseThrow();
    return new BacktestRequest(
        strategy.orElseThrow(),
        parameters.orElseThrow(),
        new CandleSeries(
            request.get("exchange").textValue(), request.get("symbol").textValue(), timeframe),
        settings(request, timeframe),
        fromBar,
        toBar,
        from,
        to,
        include(request));
  }

  private Optional<Parameters> parameters(
      Strategy strategy, ObjectNode request, FieldErrors errors) {
    JsonNode values = request.get("parameters");
    if (!values.isObject()) {
      return Optional.empty();
    }
    Checked<Parameters> read =
        new ParameterReader(strategy.backtestSpace()).read(json.convertValue(values, VALUES));
    errors.addAll("parameters", read.errors());
    return read.value();
  }

  private static void refuseMix(ObjectNode request, FieldErrors errors) {
    boolean bars = !request.get("from_bar").isNull() || !request.get("to_bar").isNull();
    for (String time : List.of("from", "to")) {
      if (bars && !request.get(time).isNull()) {
        errors.add(
            time, "must not be given together with bars: use from and to, or from_bar and to_bar");
      }
    }
  }

  private static @Nullable Integer bar(String field, ObjectNode request) {
    JsonNode bar = request.get(field);
    return bar.isNumber() ? bar.intValue() : null;
  }

  private static BacktestSettings settings(ObjectNode request, Timeframe timeframe) {
    JsonNode costs = request.get("costs");
    return new BacktestSettings(
        ExecutionModel.of(request.get("execution_model").textValue()).orElseThrow(),
        request.get("capital").doubleValue(),
        request.get("risk_per_trade").doubleValue(),
        Sizing.of(request.get("sizing").textValue()).orElseThrow(),
        new Costs(
            costs.get("fee_rate").doubleValue(),
            costs.get("slippage_rate").doubleValue(),
            costs.get("funding_rate_8h").doubleValue()),
        timeframe.millis());
  }

  private static Set<String> include(ObjectNode request) {
    Set<String> include = new HashSet<>();
    request.get("include").forEach(part -> include.add(part.textValue()));
    return include;
  }
}
