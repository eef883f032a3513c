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

/**
 * Reads the request of a batch: every combination of its strategies, symbols and timeframes is
 * checked like a request of its own.
 */
public final class BatchRequestReader {
  /** The most jobs of a batch. */
  static final int MAX_JOBS = 10_000;

  /** A combination has one element of each of these, under the name of a request. */
  private static final Map<String, String> AXES =
      Map.of("strategy", "strategies", "symbol", "symbols", "timeframe", "timeframes");

  private static final int ENOUGH_ERRORS = 20;

  private final RequestSchema schema = RequestSchema.load("batch-request.schema.json");
  private final TrainingRequestReader requests;

  /**
   * The request of a batch in which nothing is wrong.
   *
   * @param json the request as it was given
   * @param requests its training requests, one or more
   */
  public record Checked(String json, List<TrainingRequestReader.Checked> requests) {}

  /** A reader that has the combinations read by another one. */
  public BatchRequestReader(TrainingRequestReader requests) {
    this.requests = requests;
  }

  /**
   * Reads the body of a request.
   *
   * @throws UnreadableJsonException when it is not JSON
   * @throws InvalidRequestException when a field or a combination is not what it may be
   */
  public Checked read(byte[] body) {
    ObjectNode batch = schema.parse(body);
    String given = batch.toString();
    FieldErrors errors = schema.check(batch);
    errors.throwIfAny();
    // A combination fills in its own defaults, which depend on what was given
    ObjectNode common = batch.deepCopy();
    common.remove(AXES.values());
    schema.fillDefaults(batch);
    checkSize(batch, errors);
    errors.throwIfAny();
    List<TrainingRequestReader.Checked> checked = new ArrayList<>();
    for (int strategy = 0; strategy < batch.get("strategies").size(); strategy++) {
      for (int symbol = 0; symbol < batch.get("symbols").size(); symbol++) {
        for (int timeframe = 0; timeframe < batch.get("timeframes").size(); timeframe++) {
          Map<String, Integer> place =
              Map.of("strategy", strategy, "symbol", symbol, "timeframe", timeframe);
          ObjectNode request = common.deepCopy();
          AXES.forEach((field, axis) -> request.set(field, batch.get(axis).get(place.get(field))));
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

  /** Which strategies there are is told by the first fault, and would be the same in all others. */
  private static String withListOnce(String message, FieldErrors errors) {
    int list = message.indexOf(StrategyCatalog.ALLOWED);
    boolean told =
        errors.toList().stream()
            .anyMatch(error -> error.message().contains(StrategyCatalog.ALLOWED));
    return list >= 0 && told ? message.substring(0, list) : message;
  }

  private static void checkSize(ObjectNode batch, FieldErrors errors) {
    long jobs = 1;
    for (String axis : AXES.values()) {
      jobs *= batch.get(axis).size();
    }
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
            request.get("symbol").asText(),
            request.get("timeframe").asText());
  }
}
