package dev.trainyard.api.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.Stage;
import dev.trainyard.job.deadletter.FailedJobFilter;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.TimeField;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads which dead letters a bulk replay means; all faults are told at once. */
@Component
class FailedJobFilterReader {
  private final RequestSchema schema = RequestSchema.load("failed-job-filter.schema.json");

  /**
   * Reads a filter.
   *
   * @throws dev.trainyard.json.InvalidRequestException when a field is not what it may be
   */
  FailedJobFilter read(ObjectNode filter) {
    FieldErrors errors = schema.check(filter);
    schema.fillDefaults(filter);
    Instant after = TimeField.read("failed_after", filter, errors);
    Instant before = TimeField.read("failed_before", filter, errors);
    errors.throwIfAny();
    return new FailedJobFilter(
        value(filter, "job_id", UUID::fromString),
        value(filter, "kind", FailureKind::of),
        value(filter, "stage", Stage::valueOf),
        value(filter, "error_class", Function.identity()),
        value(filter, "strategy", Function.identity()),
        value(filter, "symbol", Function.identity()),
        value(filter, "exchange", Function.identity()),
        value(filter, "timeframe", Function.identity()),
        null,
        after,
        before);
  }

  /**
   * A body, which must be a JSON object.
   *
   * @throws dev.trainyard.json.UnreadableJsonException when it is not JSON
   */
  ObjectNode parse(byte[] body) {
    return schema.parse(body);
  }

  private static <T> @Nullable T value(
      ObjectNode filter, String field, Function<String, T> parser) {
    JsonNode value = filter.get(field);
    return value.isNull() ? null : parser.apply(value.textValue());
  }
}
