package dev.trainyard.api.fetch;

import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.fetch.Fetch;
import dev.trainyard.fetch.FetchStatus;
import dev.trainyard.fetch.FetchStore;
import dev.trainyard.operate.NotFoundException;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The fetches. */
@Component("fetchResource")
public class FetchResource {
  static final String ID = "fetch_id";

  private final FetchStore fetches;

  FetchResource(FetchStore fetches) {
    this.fetches = fetches;
  }

  /** Fetches, newest first. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters = new RequestParameters(query, "status", "exchange", "symbol");
    FetchStatus status = parameters.oneOf("status", FetchStatus.class);
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<Fetch> rows =
        fetches.list(
            status,
            parameters.text("exchange"),
            parameters.text("symbol"),
            cursor == null ? null : cursor.id(),
            limit + 1);
    return Page.of(rows, limit, row -> row.id().toString()).map(FetchView::of);
  }

  /** One fetch. */
  public Object get(@Header(ID) String fetchId) {
    UUID id = RequestParameters.id(ID, fetchId);
    return fetches.find(id).map(FetchView::of).orElseThrow(() -> NotFoundException.fetch(id));
  }
}
