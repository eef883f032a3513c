package dev.trainyard.job.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.UnreadableJsonException;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.text.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a batch request; checks every combination of its strategies, symbols and timeframes as a
 * training request. With {@code across} all its symbols are in each of them.
 */
public final class BatchRequestReader {
  /** The most jobs of a batch. */
  static final int MAX_JOBS = 10_000;

  /** Array of a batch by the field of a training request that takes one of its elements. */
  private static final Map<String, String> AXES =
      Map.of("strategy", "strategies", "symbol", "symbols", "timeframe", "timeframes");

  private static final String ACROSS = "across";

  private static final int ENOUGH_ERRORS = 20;

  private final RequestSchema schema = RequestSchema.load("batch-request.schema.json");
  private final TrainingRequestReader requests;

  /**
   * A valid batch request.
   *
   * @param json the request as it was given
   * @param requests its training requests, one or more
   */
  public record Checked(String json, List<TrainingRequestReader.Checked> requests) {}

  /** Creates a reader that passes each combination to {@code requests}. */
  public BatchRequestReader(TrainingRequestReader requests) {
    this.requests = requests;
  }

  /**
   * Reads the body of a request.
   *
   * @throws UnreadableJsonException when the body is not JSON
   * @throws InvalidRequestException when a field or a combination is invalid
   */
  public Checked read(byte[] body) {
    ObjectNode batch = schema.parse(body);
    String given = batch.toString();
    FieldErrors errors = schema.check(batch);
    errors.throwIfAny();
    // Each combination fills in its own defaults, which depend on the given fields
    ObjectNode common = batch.deepCopy();
    common.remove(AXES.values());
    schema.fillDefaults(batch);
    boolean isTogether = batch.get(ACROSS).isTextual();
    if (!isTogether) {
      common.remove(ACROSS);
    }
    int markets = isTogether ? 1 : batch.get("symbols").size();
    checkSize(batch, markets, errors);
    errors.throwIfAny();
    List<TrainingRequestReader.Checked> checked = new ArrayList<>();
    for (int strategy = 0; strategy < batch.get("strategies").size(); strategy++) {
      for (int symbol = 0; symbol < markets; symbol++) {
        for (int timeframe = 0; timeframe < batch.get("timeframes").size(); timeframe++) {
          Map<String, Integer> place =
              Map.of("strategy", strategy, "symbol", symbol, "timeframe", timeframe);
          ObjectNode request = common.deepCopy();
          AXES.forEach(
              (field, axis) ->
                  request.set(
                      field, batch.get(axis).get(Objects.requireNonNull(place.get(field), field))));
          if (isTogether) {
            request.remove("symbol");
            request.set("symbols", batch.get("symbols"));
          }
          read(request, place, checked, errors);
          if (errors.toList().size() >= ENOUGH_ERRORS) {
            errors.throwIfAny();
          }
        }
      }
    }
    errors.throwIfAny();
    return new Checked(given, checked);
  }

  private void read(
      ObjectNode request,
      Map<String, Integer> place,
      List<TrainingRequestReader.Checked> checked,
      FieldErrors errors) {
    String name = name(request);
    try {
      checked.add(requests.read(request));
    } catch (InvalidRequestException e) {
      for (FieldError error : e.errors()) {
        if (AXES.containsKey(error.field())) {
          String field = AXES.get(error.field()) + "[" + place.get(error.field()) + "]";
          errors.add(field, withListOnce(error.message(), errors));
        } else {
          errors.add(error.field(), error.message() + " (in " + name + ")");
        }
      }
    }
  }

  /**
   * Keeps the list of known strategies in the first error only; it would be the same in all others.
   */
  private static String withListOnce(String message, FieldErrors errors) {
    int list = message.indexOf(StrategyCatalog.ALLOWED);
    boolean listed =
        errors.toList().stream()
            .anyMatch(error -> error.message().contains(StrategyCatalog.ALLOWED));
    return list >= 0 && listed ? message.substring(0, list) : message;
  }

  private static void checkSize(ObjectNode batch, int markets, FieldErrors errors) {
    long jobs = (long) markets * batch.get("strategies").size() * batch.get("timeframes").size();
    if (jobs > MAX_JOBS) {
      errors.add(
          "strategies",
          "must make at most %d jobs with symbols and timeframes, not %d"
              .formatted(MAX_JOBS, jobs));
    }
  }

  private static String name(JsonNode request) {
    return "%s %s %s"
        .formatted(
            request.get("strategy").asText(),
            request.path("symbols").isArray() ? "all symbols" : request.get("symbol").asText(),
            request.get("timeframe").asText());
  }
}
