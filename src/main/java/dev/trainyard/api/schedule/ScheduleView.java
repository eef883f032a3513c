package dev.trainyard.api.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.trainyard.schedule.CronRule;
import dev.trainyard.schedule.Schedule;
import dev.trainyard.schedule.ScheduleDefinition;
import dev.trainyard.schedule.ScheduleRun;
import dev.trainyard.schedule.ScheduledWork;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as clients see it.
 *
 * @param id its id
 * @param name what it is called
 * @param cron when it is due, as written
 * @param timeZone zone of that
 * @param enabled whether it fires
 * @param overlap {@code skip} or {@code queue}
 * @param misfire {@code once} or {@code skip}
 * @param request the training request, JSON as written; null for other work
 * @param batch the batch, JSON as written; null for other work
 * @param fetch the fetch, JSON as written; null for other work
 * @param problem why it does not fire; null when nothing is wrong
 * @param lastRun what became of its last run; null before the first
 * @param nextRuns its next five times, each with the offset of its zone; empty while it is disabled
 * @param source {@code api} or {@code file}
 * @param file the file that defines it; null when it came over HTTP
 * @param createdBy who made it; null without authentication
 * @param createdAt when it was made
 * @param updatedAt when it was written last
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ScheduleView(
    UUID id,
    String name,
    String cron,
    String timeZone,
    boolean enabled,
    String overlap,
    String misfire,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String request,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String batch,
    @JsonInclude(JsonInclude.Include.NON_NULL) @JsonRawValue @Nullable String fetch,
    @Nullable String problem,
    @Nullable RunView lastRun,
    List<String> nextRuns,
    String source,
    @Nullable String file,
    @Nullable String createdBy,
    Instant createdAt,
    Instant updatedAt) {
  private static final int SHOWN_RUNS = 5;

  static ScheduleView of(Schedule schedule) {
    ScheduleDefinition definition = schedule.definition();
    ScheduledWork work = definition.work();
    ScheduleRun last = schedule.lastRun();
    return new ScheduleView(
        schedule.id(),
        definition.name(),
        definition.cron(),
        definition.timeZone(),
        definition.enabled(),
        definition.overlap().label(),
        definition.misfire().label(),
        work.kind() == ScheduledWork.Kind.REQUEST ? work.json() : null,
        work.kind() == ScheduledWork.Kind.BATCH ? work.json() : null,
        work.kind() == ScheduledWork.Kind.FETCH ? work.json() : null,
        schedule.problem(),
        last == null ? null : RunView.of(last),
        nextRuns(schedule),
        schedule.file() == null ? "api" : "file",
        schedule.file(),
        schedule.createdBy(),
        schedule.createdAt(),
        schedule.updatedAt());
  }

  /** The stored time first: it is the one that counts. */
  private static List<String> nextRuns(Schedule schedule) {
    Instant next = schedule.nextRun();
    if (next == null) {
      return List.of();
    }
    CronRule rule;
    try {
      rule = schedule.definition().rule();
    } catch (IllegalArgumentException e) {
      // This JVM does not know the zone; the problem says so
      return List.of(next.toString());
    }
    List<OffsetDateTime> times = new ArrayList<>();
    times.add(rule.atZone(next));
    times.addAll(rule.next(next, SHOWN_RUNS - 1));
    return times.stream().map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format).toList();
  }

  /**
   * A run as clients see it.
   *
   * @param fireTime when it was due
   * @param at when it was decided
   * @param outcome {@code fired}, {@code skipped}, {@code refused} or {@code manual}
   * @param reason why it did not start; null when it did
   * @param jobId the job that it started; null for none
   * @param batchId the batch that it started; null for none
   * @param fetchId the first fetch that it started; null for none
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record RunView(
      Instant fireTime,
      Instant at,
      String outcome,
      @Nullable String reason,
      @Nullable UUID jobId,
      @Nullable UUID batchId,
      @Nullable UUID fetchId) {

    static RunView of(ScheduleRun run) {
      return new RunView(
          run.fireTime(),
          run.at(),
          run.outcome().label(),
          run.reason(),
          run.jobId(),
          run.batchId(),
          run.fetchId());
    }
  }
}
