package dev.trainyard.pipeline.rerun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.job.request.TrainingRequest;
import java.util.List;

/** Reads the request that is stored with a configuration, with all that its run depends on. */
final class StoredRequest {
  /** A default of today for one of these may not be that of the time it was trained. */
  private static final List<String> NEEDED =
      List.of(
          "symbol",
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

  /**
   * @throws NotRepeatableException when something is missing, or it cannot be read
   */
  static TrainingRequest read(ObjectMapper json, String text) {
    try {
      JsonNode request = json.readTree(text);
      List<String> missing = NEEDED.stream().filter(field -> !request.hasNonNull(field)).toList();
      if (!missing.isEmpty()) {
        throw new NotRepeatableException(
            "its stored request lacks %s; without them nobody knows how it was back-tested"
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
