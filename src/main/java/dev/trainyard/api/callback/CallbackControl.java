package dev.trainyard.api.callback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.access.Caller;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.callback.CallbackEvent;
import dev.trainyard.callback.CallbackFilter;
import dev.trainyard.callback.CallbackState;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.TimeField;
import dev.trainyard.operate.CallbackOperations;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What HTTP clients do to callbacks. */
@Component("callbackControl")
public class CallbackControl {
  private static final String ID = "callback_id";

  private final RequestSchema schema = RequestSchema.load("callback-filter.schema.json");
  private final CallbackOperations operations;

  CallbackControl(CallbackOperations operations) {
    this.operations = operations;
  }

  /** Sends a callback again. */
  public Replayed replay(
      @Header(ID) String callbackId, @Header(Caller.HEADER) @Nullable String caller) {
    UUID id = RequestParameters.id(ID, callbackId);
    operations.replay(Caller.of(caller), id);
    return new Replayed(id, CallbackState.PENDING.label());
  }

  /** Sends the dead callbacks of a filter again. */
  public ReplayedAll replayAll(
      @Body byte @Nullable [] body, @Header(Caller.HEADER) @Nullable String caller) {
    ObjectNode filter = schema.parse(body == null ? new byte[0] : body);
    FieldErrors errors = schema.check(filter);
    schema.fillDefaults(filter);
    Instant after = TimeField.read("created_after", filter, errors);
    Instant before = TimeField.read("created_before", filter, errors);
    errors.throwIfAny();
    return new ReplayedAll(
        operations.replayDead(
            Caller.of(caller),
            new CallbackFilter(
                CallbackState.DEAD,
                text(filter, "job_id").map(UUID::fromString).orElse(null),
                text(filter, "event").flatMap(CallbackEvent::of).orElse(null),
                after,
                before)));
  }

  private static Optional<String> text(ObjectNode filter, String field) {
    JsonNode value = filter.get(field);
    return value.isNull() ? Optional.empty() : Optional.of(value.textValue());
  }

  /**
   * A callback that is sent again.
   *
   * @param id the callback
   * @param state its state, {@code pending}
   */
  public record Replayed(UUID id, String state) {}

  /**
   * Callbacks that are sent again.
   *
   * @param callbacks how many
   */
  public record ReplayedAll(int callbacks) {}
}
