package dev.trainyard.api.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Priority;
import dev.trainyard.job.bulk.JobSelection;
import dev.trainyard.job.view.JobFilter;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.TimeField;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads which jobs a client means to change; all faults are told at once. */
@Component
class JobSelectionReader {
  private static final String ALL = "all";

  private final RequestSchema schema = RequestSchema.load("job-selection.schema.json");

  /**
   * A selection, and what is wanted of it.
   *
   * @param selection the jobs
   * @param dryRun whether they are only counted
   */
  record Read(JobSelection selection, boolean dryRun) {}

  /**
   * Reads a body.
   *
   * @throws dev.trainyard.json.UnreadableJsonException when it is not JSON
   * @throws dev.trainyard.json.InvalidRequestException when a field is not what it may be, or
   *     nothing says which jobs are meant
   */
  Read read(byte @Nullable [] body) {
    ObjectNode given = schema.parse(body == null ? new byte[0] : body);
    String text = given.toString();
    FieldErrors errors = schema.check(given);
    schema.fillDefaults(given);
    Instant after = TimeField.read("created_after", given, errors);
    Instant before = TimeField.read("created_before", given, errors);
    errors.throwIfAny();
    JobFilter filter =
        new JobFilter(
            value(given, "status", JobStatus::valueOf),
            value(given, "strategy", Function.identity()),
            value(given, "symbol", Function.identity()),
            value(given, "exchange", Function.identity()),
            value(given, "timeframe", Function.identity()),
            value(given, "priority", label -> Priority.of(label).orElseThrow()),
            value(given, "batch_id", UUID::fromString),
            value(given, "created_by", Function.identity()),
            value(given, "error", Function.identity()),
            after,
            before,
            ids(given.get("job_ids")));
    boolean all = given.get(ALL).booleanValue();
    if (filter.isAny() && !all) {
      errors.add(ALL, "must be true where no filter says which jobs are meant");
    }
    if (!filter.isAny() && all) {
      errors.add(ALL, "must be false or left out beside a filter, which says which jobs are meant");
    }
    errors.throwIfAny();
    return new Read(
        new JobSelection(filter, value(given, "up_to", UUID::fromString), text),
        given.get("dry_run").booleanValue());
  }

  private static @Nullable List<UUID> ids(JsonNode ids) {
    return ids.isNull()
        ? null
        : StreamSupport.stream(ids.spliterator(), false)
            .map(id -> UUID.fromString(id.textValue()))
            .toList();
  }

  private static <T> @Nullable T value(ObjectNode given, String field, Function<String, T> parser) {
    JsonNode value = given.get(field);
    return value.isNull() ? null : parser.apply(value.textValue());
  }
}
