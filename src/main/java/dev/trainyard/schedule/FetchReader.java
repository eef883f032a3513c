package dev.trainyard.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.exchange.Exchanges;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.market.Timeframe;
import dev.trainyard.marketdata.CandleSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads which series a schedule fetches. */
public final class FetchReader {
  private static final String FIELD = ScheduledWork.Kind.FETCH.field();

  private final RequestSchema schema = RequestSchema.load("fetch-schedule.schema.json");
  private final @Nullable Exchanges exchanges;

  /**
   * @param exchanges whose names the series may have; null when they are not known, and not checked
   */
  public FetchReader(@Nullable Exchanges exchanges) {
    this.exchanges = exchanges;
  }

  /**
   * Reads a fetch.
   *
   * @return its series; empty for all stored ones
   * @throws InvalidRequestException when a field is wrong
   */
  public Optional<List<CandleSeries>> read(String json) {
    ObjectNode given = schema.parse(json.getBytes(UTF_8));
    FieldErrors errors = new FieldErrors();
    schema
        .check(given)
        .toList()
        .forEach(error -> errors.add(FIELD + "." + error.field(), error.message()));
    errors.throwIfAny();
    JsonNode list = given.path("series");
    if (!list.isArray()) {
      return Optional.empty();
    }
    List<CandleSeries> series = new ArrayList<>();
    for (JsonNode one : list) {
      String exchange = one.get("exchange").textValue();
      if (exchanges != null && exchanges.find(exchange).isEmpty()) {
        errors.add(
            "%s.series[%d].exchange".formatted(FIELD, series.size()), exchanges.unknown(exchange));
      }
      series.add(
          new CandleSeries(
              exchange,
              one.get("symbol").textValue(),
              Timeframe.of(one.get("timeframe").textValue()).orElseThrow()));
    }
    errors.throwIfAny();
    return Optional.of(series);
  }
}
