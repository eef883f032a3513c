package dev.trainyard.api.fetch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.access.Caller;
import dev.trainyard.api.marketdata.SeriesParameters;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.TimeField;
import dev.trainyard.marketdata.CandleSeries;
import dev.trainyard.operate.FetchOperations;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What HTTP clients do to fetches. */
@Component("fetchControl")
public class FetchControl {
  private static final String FETCHES = ApiDocument.BASE + "/fetches/";

  private final RequestSchema schema = RequestSchema.load("fetch-request.schema.json");
  private final FetchOperations operations;

  FetchControl(FetchOperations operations) {
    this.operations = operations;
  }

  /**
   * A fetch that was accepted.
   *
   * @param view what the client is told
   * @param location its path, as the client sees it
   */
  public record Accepted(Object view, String location) {}

  /**
   * Stores a fetch, which is durable when this returns.
   *
   * @param root path under which the client sees the service; null when that is the root
   * @param caller who asks, encoded; null for a route that acts by itself
   */
  public Accepted submit(
      @Header("exchange") String exchange,
      @Header("symbol") String symbol,
      @Header("timeframe") String timeframe,
      @Body byte @Nullable [] body,
      @Header(ForwardedFilter.ROOT) @Nullable String root,
      @Header(Caller.HEADER) @Nullable String caller) {
    CandleSeries series = SeriesParameters.ofPath(exchange, symbol, timeframe);
    ObjectNode wanted = schema.parse(body == null ? new byte[0] : body);
    FieldErrors errors = schema.check(wanted);
    Instant from = TimeField.readTimeOrDay("from", wanted, errors);
    Instant to = TimeField.readTimeOrDay("to", wanted, errors);
    errors.throwIfAny();
    UUID id = operations.submit(Caller.of(caller), series, from, to);
    return new Accepted(
        operations.find(id).map(FetchView::of).orElseThrow(),
        (root == null ? "" : root) + FETCHES + id);
  }

  /** Cancels a fetch; what it has brought stays. */
  public Object cancel(
      @Header(FetchResource.ID) String fetchId, @Header(Caller.HEADER) @Nullable String caller) {
    UUID id = RequestParameters.id(FetchResource.ID, fetchId);
    return FetchView.of(operations.cancel(Caller.of(caller), id));
  }
}
