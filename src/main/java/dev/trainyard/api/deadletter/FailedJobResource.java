package dev.trainyard.api.deadletter;

import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.Stage;
import dev.trainyard.job.deadletter.FailedJobFilter;
import dev.trainyard.job.deadletter.FailedJobQueries;
import dev.trainyard.job.deadletter.FailedJobView;
import dev.trainyard.market.Timeframe;
import dev.trainyard.operate.NotFoundException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The dead letters. */
@Component("failedJobResource")
public class FailedJobResource {
  private final FailedJobQueries failedJobs;

  FailedJobResource(FailedJobQueries failedJobs) {
    this.failedJobs = failedJobs;
  }

  /** Dead letters, newest first. */
  public Object list(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    RequestParameters parameters =
        new RequestParameters(
            query,
            "job_id",
            "kind",
            "stage",
            "error_class",
            "strategy",
            "symbol",
            "exchange",
            "timeframe",
            "replayed",
            "failed_after",
            "failed_before");
    FailedJobFilter filter =
        new FailedJobFilter(
            parameters.id("job_id"),
            parameters.oneOf("kind", List.of(FailureKind.values()), FailureKind::label),
            parameters.oneOf("stage", Stage.class),
            parameters.text("error_class"),
            parameters.text("strategy"),
            parameters.text("symbol"),
            parameters.text("exchange"),
            parameters.oneOf("timeframe", Timeframe.labels(), Function.identity()),
            parameters.flag("replayed"),
            parameters.time("failed_after"),
            parameters.time("failed_before"));
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<FailedJobView> rows =
        failedJobs.list(filter, cursor == null ? null : cursor.id(), limit + 1);
    return Page.of(rows, limit, row -> row.id().toString());
  }

  /** One dead letter with its request and stack trace. */
  public FailedJobView get(@Header("failed_job_id") String failedJobId) {
    UUID id = RequestParameters.id("failed_job_id", failedJobId);
    return failedJobs.find(id).orElseThrow(() -> NotFoundException.deadLetter(id));
  }
}
