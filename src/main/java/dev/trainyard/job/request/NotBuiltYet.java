package dev.trainyard.job.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.json.FieldErrors;
import java.util.List;
import java.util.function.Predicate;

/** The fields of the contract whose feature is still to come: refused, never ignored. */
final class NotBuiltYet {

  private record Feature(String field, Predicate<JsonNode> asked, String message) {}

  private static final List<Feature> FEATURES =
      List.of(
          new Feature("pruning", JsonNode::asBoolean, "pruning; use false"),
          new Feature("fetch", JsonNode::asBoolean, "fetching candles; use false and upload them"),
          new Feature("callback_url", NotBuiltYet::given, "callbacks; use null"));

  private NotBuiltYet() {}

  /** Adds a fault for each such field that is used. */
  static void check(ObjectNode request, FieldErrors errors) {
    for (Feature feature : FEATURES) {
      JsonNode value = request.get(feature.field);
      if (value != null && feature.asked.test(value)) {
        errors.add(feature.field, "not built yet: " + feature.message);
      }
    }
  }

  private static boolean given(JsonNode value) {
    return !value.isNull();
  }
}
