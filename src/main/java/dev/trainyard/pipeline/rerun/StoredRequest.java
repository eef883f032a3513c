package dev.trainyard.pipeline.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.request.TrainingRequest;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the request that is stored with a configuration, with all fields that its run depends on.
 */
final class StoredRequest {
  /**
   * Fields that a stored request must contain: today's defaults may differ from those at the time
   * of the training.
   */
  private static final List<String> NEEDED =
      List.of(
          "exchange",
          "timeframe",
          "objective",
          "constraints",
          "run_validation",
          "validation",
          "execution_model",
          "capital",
          "risk_per_trade",
          "sizing",
          "costs",
          "data_filter_config");

  private StoredRequest() {}

  private static String marketField(JsonNode request) {
    return request.hasNonNull("symbols") ? "symbols" : "symbol";
  }

  /**
   * Reads a stored request.
   *
   * @throws NotRepeatableException when a field is missing or the request cannot be read
   */
  static TrainingRequest read(ObjectMapper json, String text) {
    try {
      JsonNode request = json.readTree(text);
      List<String> missing =
          Stream.concat(Stream.of(marketField(request)), NEEDED.stream())
              .filter(field -> !request.hasNonNull(field))
              .toList();
      if (!missing.isEmpty()) {
        throw new NotRepeatableException(
            "its stored request lacks %s, without which the back-test cannot be repeated"
                .formatted(String.join(", ", missing)));
      }
      return json.reader()
          .with(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .treeToValue(request, TrainingRequest.class);
    } catch (JsonProcessingException e) {
      throw new NotRepeatableException(
          "its stored request cannot be read: " + e.getOriginalMessage(), e);
    }
  }
}
