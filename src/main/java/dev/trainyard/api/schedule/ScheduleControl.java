package dev.trainyard.api.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.trainyard.access.Caller;
import dev.trainyard.api.job.JobLinks;
import dev.trainyard.api.job.JobSubmission;
import dev.trainyard.api.openapi.ApiDocument;
import dev.trainyard.api.origin.ForwardedFilter;
import dev.trainyard.api.page.RequestParameters;
import dev.trainyard.job.lifecycle.IdempotencyKeys;
import dev.trainyard.job.lifecycle.IdempotencyKeys.Kind;
import dev.trainyard.operate.NotFoundException;
import dev.trainyard.operate.ScheduleOperations;
import dev.trainyard.schedule.ScheduleFiring.Firing;
import dev.trainyard.schedule.ScheduleStore;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What HTTP clients do to schedules. */
@Component("scheduleControl")
public class ScheduleControl {
  private static final String SCHEDULES = ApiDocument.BASE + "/schedules/";
  private static final String BATCHES = ApiDocument.BASE + "/batches/";
  private static final String FETCHES = ApiDocument.BASE + "/fetches/";

  private final ScheduleBody bodies;
  private final ScheduleOperations operations;
  private final ScheduleStore store;
  private final IdempotencyKeys keys;

  ScheduleControl(
      ScheduleBody bodies,
      ScheduleOperations operations,
      ScheduleStore store,
      IdempotencyKeys keys) {
    this.bodies = bodies;
    this.operations = operations;
    this.store = store;
    this.keys = keys;
  }

  /**
   * A schedule of a request.
   *
   * @param view the schedule
   * @param isReplayed whether an earlier request with the same key made it
   * @param location its path, as the client sees it
   */
  public record Created(Object view, boolean isReplayed, String location) {}

  /**
   * Stores a schedule, which is durable when this returns.
   *
   * @param key makes a repetition safe; null for none
   * @param root path under which the client sees the service; null when that is the root
   * @param caller who asks, encoded; null for a route that acts by itself
   */
  public Created create(
      @Body byte @Nullable [] body,
      @Header(JobSubmission.IDEMPOTENCY_KEY) @Nullable String key,
      @Header(ForwardedFilter.ROOT) @Nullable String root,
      @Header(Caller.HEADER) @Nullable String caller) {
    JobSubmission.requireKey(key);
    Caller who = Caller.of(caller);
    ScheduleBody.Valid valid = bodies.read(body, who);
    @Nullable String hash = key == null ? null : valid.hash();
    Optional<UUID> made = operations.create(who, valid.definition(), key, hash);
    if (made.isPresent()) {
      return created(made.get(), false, root);
    }
    if (key != null) {
      Optional<UUID> before = replayed(who, key, valid.hash());
      if (before.isPresent()) {
        return created(before.get(), true, root);
      }
      keys.release(Kind.SCHEDULE, who.client(), key);
      made = operations.create(who, valid.definition(), key, hash);
    }
    return created(
        made.orElseThrow(() -> operations.nameTaken(valid.definition().name())), false, root);
  }

  private Optional<UUID> replayed(Caller caller, String key, String hash) {
    return keys.find(Kind.SCHEDULE, caller.client(), key)
        .filter(use -> !use.expired())
        .map(
            use -> {
              if (!use.bodyHash().equals(hash)) {
                throw JobSubmission.usedOtherwise("schedule " + use.id());
              }
              return use.id();
            });
  }

  private Created created(UUID id, boolean isReplayed, @Nullable String root) {
    return new Created(view(id), isReplayed, (root == null ? "" : root) + SCHEDULES + id);
  }

  private ScheduleView view(UUID id) {
    return store.find(id).map(ScheduleView::of).orElseThrow(() -> NotFoundException.schedule(id));
  }

  /** Replaces a schedule. */
  public Object replace(
      @Header(ScheduleResource.ID) String scheduleId,
      @Body byte @Nullable [] body,
      @Header(Caller.HEADER) @Nullable String caller) {
    UUID id = RequestParameters.id(ScheduleResource.ID, scheduleId);
    Caller who = Caller.of(caller);
    return ScheduleView.of(operations.replace(who, id, bodies.read(body, who).definition()));
  }

  /** Deletes a schedule; what it has started stays. */
  public void delete(
      @Header(ScheduleResource.ID) String scheduleId,
      @Header(Caller.HEADER) @Nullable String caller) {
    operations.delete(Caller.of(caller), RequestParameters.id(ScheduleResource.ID, scheduleId));
  }

  /** Submits the work of a schedule now; when this returns, its jobs are durable. */
  public Started run(
      @Header(ScheduleResource.ID) String scheduleId,
      @Header(ForwardedFilter.ROOT) @Nullable String root,
      @Header(Caller.HEADER) @Nullable String caller) {
    UUID id = RequestParameters.id(ScheduleResource.ID, scheduleId);
    Firing fired = operations.run(Caller.of(caller), id);
    UUID job = fired.started().jobId();
    UUID batch = fired.started().batchId();
    UUID fetch = fired.started().fetchId();
    String base = root == null ? "" : root;
    String location =
        job != null
            ? JobLinks.of(job, root).self()
            : batch != null ? base + BATCHES + batch : base + FETCHES + fetch;
    return new Started(
        new StartedView(id, fired.fireTime(), "manual", job, batch, fetch, fired.jobs().size()),
        location);
  }

  /**
   * A run that a client has started.
   *
   * @param view what the client is told
   * @param location path of its job or batch, as the client sees it
   */
  public record Started(StartedView view, String location) {}

  /**
   * A run that a client has started, as it is told.
   *
   * @param scheduleId the schedule
   * @param at when
   * @param outcome always {@code manual}
   * @param jobId the job that it started; null for a batch
   * @param batchId the batch that it started; null for a job
   * @param fetchId the first fetch that it started; null for jobs
   * @param jobs number of its jobs
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record StartedView(
      UUID scheduleId,
      Instant at,
      String outcome,
      @Nullable UUID jobId,
      @Nullable UUID batchId,
      @Nullable UUID fetchId,
      int jobs) {}
}
