package dev.trainyard.api.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.page.Cursor;
import dev.trainyard.api.page.Page;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.JobStatus;
import dev.trainyard.job.Priority;
import dev.trainyard.job.retention.RemovedParts;
import dev.trainyard.job.view.JobCount;
import dev.trainyard.job.view.JobFilter;
import dev.trainyard.job.view.JobQueries;
import dev.trainyard.job.view.JobView;
import dev.trainyard.job.view.LogFilter;
import dev.trainyard.job.view.LogQueries;
import dev.trainyard.job.view.LogView;
import dev.trainyard.job.view.ProgressQueries;
import dev.trainyard.job.view.ProgressView;
import dev.trainyard.job.view.ResultQueries;
import dev.trainyard.job.view.ResultView;
import dev.trainyard.job.view.TrialFilter;
import dev.trainyard.job.view.TrialOrder;
import dev.trainyard.job.view.TrialQueries;
import dev.trainyard.job.view.TrialView;
import dev.trainyard.job.worker.WorkerQueries;
import dev.trainyard.market.Timeframe;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.operate.RemovedException;
import dev.trainyard.operate.WrongStateException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Jobs and what they have come to. */
@Component("jobResource")
public class JobResource {
  private static final List<String> FILTERS =
      List.of(
          "status",
          "strategy",
          "symbol",
          "exchange",
          "timeframe",
          "priority",
          "batch_id",
          "created_by",
          "error",
          "created_after",
          "created_before");

  private static final int LINES_AT_ONCE = 1000;

  private final JobQueries jobs;
  private final ProgressQueries progress;
  private final ResultQueries results;
  private final TrialQueries trials;
  private final LogQueries logs;
  private final RemovedParts removed;
  private final QueuePositions positions;
  private final WorkerQueries workers;

  JobResource(
      JobQueries jobs,
      ProgressQueries progress,
      ResultQueries results,
      TrialQueries trials,
      LogQueries logs,
      RemovedParts removed,
      QueuePositions positions,
      WorkerQueries workers) {
    this.jobs = jobs;
    this.progress = progress;
    this.results = results;
    this.trials = trials;
    this.logs = logs;
    this.removed = removed;
    this.positions = positions;
    this.workers = workers;
  }

  /**
   * Jobs, newest first.
   *
   * @param root path under which the client sees the service; null when that is the root
   */
  public Object list(
      @Header(Exchange.HTTP_QUERY) @Nullable String query,
      @Header(ForwardedFilter.ROOT) @Nullable String root) {
    RequestParameters parameters = new RequestParameters(query, FILTERS.toArray(String[]::new));
    JobFilter filter = filter(parameters);
    Cursor cursor = parameters.cursor();
    int limit = parameters.limit();
    List<JobView> rows = jobs.list(filter, cursor == null ? null : cursor.id(), limit + 1);
    Page<JobView> page = Page.of(rows, limit, job -> job.jobId().toString());
    Map<UUID, Integer> places =
        positions.of(page.items().stream().filter(JobView::waiting).map(JobView::jobId).toList());
    Map<UUID, List<String>> helpers = helpers(page.items());
    return page.map(job -> answer(job, places, helpers, root));
  }

  /** How many jobs a filter lets through, and the newest of them. */
  public JobCount count(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
    return jobs.count(filter(RequestParameters.of(query, FILTERS.toArray(String[]::new))));
  }

  private static JobFilter filter(RequestParameters parameters) {
    return new JobFilter(
        parameters.oneOf("status", JobStatus.class),
        parameters.text("strategy"),
        parameters.text("symbol"),
        parameters.text("exchange"),
        parameters.oneOf("timeframe", Timeframe.labels(), Function.identity()),
        parameters.oneOf("priority", List.of(Priority.values()), Priority::label),
        parameters.id("batch_id"),
        parameters.text("created_by"),
        parameters.text("error"),
        parameters.time("created_after"),
        parameters.time("created_before"),
        null);
  }

  /**
   * One job.
   *
   * @param root path under which the client sees the service; null when that is the root
   */
  public Object get(
      @Header("job_id") String jobId, @Header(ForwardedFilter.ROOT) @Nullable String root) {
    UUID id = RequestParameters.id("job_id", jobId);
    JobView job = jobs.find(id).orElseThrow(() -> unknown(id));
    return answer(
        job, positions.of(job.waiting() ? List.of(id) : List.of()), helpers(List.of(job)), root);
  }

  /** How far a job is. */
  public ProgressView progress(@Header("job_id") String jobId) {
    UUID id = RequestParameters.id("job_id", jobId);
    return progress.find(id).orElseThrow(() -> unknown(id));
  }

  /** What a completed job found. */
  public ResultView results(@Header("job_id") String jobId) {
    UUID id = RequestParameters.id("job_id", jobId);
    JobStatus status = jobs.status(id).orElseThrow(() -> unknown(id));
    if (status != JobStatus.COMPLETED) {
      throw new WrongStateException(
          status, "job %s is %s; results are there when it is COMPLETED".formatted(id, status));
    }
    return results
        .find(id)
        .orElseThrow(
            () -> new NotFoundException("the configuration of job %s was deleted".formatted(id)));
  }

  /** What a job tried, by number or by score. */
  public Object trials(
      @Header("job_id") String jobId, @Header(Exchange.HTTP_QUERY) @Nullable String query) {
    UUID id = RequestParameters.id("job_id", jobId);
    RequestParameters parameters = new RequestParameters(query, "sort", "feasible", "from");
    TrialOrder order =
        parameters.oneOf(
            "sort", List.of(TrialOrder.values()), one -> one.name().toLowerCase(Locale.ROOT));
    Cursor cursor = parameters.cursor();
    TrialFilter filter =
        new TrialFilter(
            order == null ? TrialOrder.NUMBER : order,
            parameters.flag("feasible"),
            parameters.whole("from", 0, Integer.MAX_VALUE),
            cursor == null ? null : cursor.read(Integer::valueOf));
    int limit = parameters.limit();
    List<TrialView> rows = trials.list(id, filter, limit + 1);
    if (rows.isEmpty()) {
      requireKnown(id);
      requireKept(removed.trials(id));
    }
    return Page.of(rows, limit, trial -> String.valueOf(trial.number()));
  }

  /**
   * What a job says of itself, oldest line first. The cursor is the number of a line, so either
   * parameter goes on from it.
   */
  public Object logs(
      @Header("job_id") String jobId, @Header(Exchange.HTTP_QUERY) @Nullable String query) {
    UUID id = RequestParameters.id("job_id", jobId);
    RequestParameters parameters = new RequestParameters(query, "after", "level", "text");
    Long after = parameters.count("after");
    Long cursor = parameters.count("cursor");
    int limit = parameters.limit();
    long from = Math.max(after == null ? 0 : after, cursor == null ? 0 : cursor);
    List<LogView> rows = logs.list(id, lines(parameters), from, limit + 1);
    if (rows.isEmpty()) {
      requireKnown(id);
      requireKept(removed.logs(id));
    }
    Page<LogView> page = Page.of(rows, limit, line -> "");
    return page.nextCursor() == null
        ? page
        : new Page<>(page.items(), String.valueOf(page.items().get(limit - 1).seq()));
  }

  /** What a job says of itself as text, a line for each. */
  public byte[] logText(
      @Header("job_id") String jobId, @Header(Exchange.HTTP_QUERY) @Nullable String query) {
    UUID id = RequestParameters.id("job_id", jobId);
    RequestParameters parameters = RequestParameters.of(query, "level", "text");
    requireKnown(id);
    LogFilter filter = lines(parameters);
    StringBuilder text = new StringBuilder();
    List<LogView> some = logs.list(id, filter, 0, LINES_AT_ONCE);
    if (some.isEmpty()) {
      requireKept(removed.logs(id));
    }
    while (!some.isEmpty()) {
      some.forEach(line -> text.append(line.asText()).append('\n'));
      some = logs.list(id, filter, some.get(some.size() - 1).seq(), LINES_AT_ONCE);
    }
    return text.toString().getBytes(UTF_8);
  }

  private static LogFilter lines(RequestParameters parameters) {
    return new LogFilter(
        parameters.oneOf("level", LogFilter.LEVELS, Function.identity()), parameters.text("text"));
  }

  /** Returns the workers that help with jobs; only one that runs has any. */
  private Map<UUID, List<String>> helpers(List<JobView> some) {
    return some.stream().anyMatch(job -> job.status() == JobStatus.RUNNING)
        ? workers.helpers()
        : Map.of();
  }

  private static JobResponse answer(
      JobView job,
      Map<UUID, Integer> places,
      Map<UUID, List<String>> helpers,
      @Nullable String root) {
    return new JobResponse(
        job,
        places.get(job.jobId()),
        helpers.getOrDefault(job.jobId(), List.of()),
        JobLinks.of(job.jobId(), root));
  }

  private void requireKnown(UUID id) {
    if (jobs.status(id).isEmpty()) {
      throw unknown(id);
    }
  }

  private static void requireKept(Optional<String> removed) {
    if (removed.isPresent()) {
      throw new RemovedException(removed.get());
    }
  }

  private static NotFoundException unknown(UUID id) {
    return new NotFoundException("there is no job " + id);
  }
}
