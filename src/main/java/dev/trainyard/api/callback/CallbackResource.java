package dev.trainyard.api.callback;

import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.callback.CallbackEvent;
import dev.trainyard.callback.CallbackFilter;
import dev.trainyard.callback.CallbackState;
import dev.trainyard.callback.CallbackStore;
import dev.trainyard.callback.CallbackView;
import dev.trainyard.operate.NotFoundException;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The callbacks. */
@Component("callbackResource")
public class CallbackResource {
  private final CallbackStore callbacks;

  CallbackResource(CallbackStore callbacks) {
    this.callbacks = callbacks;
  }

  /** Callbacks, newest first. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters =
        new RequestParameters(query, "state", "job_id", "event", "created_after", "created_before");
    CallbackFilter filter =
        new CallbackFilter(
            parameters.oneOf("state", List.of(CallbackState.values()), CallbackState::label),
            parameters.id("job_id"),
            parameters.oneOf("event", CallbackEvent.ALL, CallbackEvent::label),
            parameters.time("created_after"),
            parameters.time("created_before"));
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<CallbackView> rows =
        callbacks.list(filter, cursor == null ? null : cursor.id(), limit + 1);
    return Page.of(rows, limit, row -> row.id().toString());
  }

  /** One callback with what is sent. */
  public CallbackView get(@Header("callback_id") String callbackId) {
    UUID id = RequestParameters.id("callback_id", callbackId);
    return callbacks.find(id).orElseThrow(() -> NotFoundException.callback(id));
  }
}
