package dev.trainyard.api.job;

import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.worker.WorkerQueries;
import dev.trainyard.job.worker.WorkerView;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The living workers. */
@Component("workerResource")
public class WorkerResource {
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,400}");

  private final WorkerQueries workers;

  WorkerResource(WorkerQueries workers) {
    this.workers = workers;
  }

  /** Living workers by id. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters = new RequestParameters(query);
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    String after = cursor == null ? "" : cursor.read(WorkerResource::id);
    List<WorkerView> rows = workers.list(after, limit + 1);
    return Page.of(rows, limit, WorkerView::id);
  }

  private static String id(String text) {
    if (!ID.matcher(text).matches()) {
      throw new IllegalArgumentException("no id of a worker");
    }
    return text;
  }
}
