package dev.trainyard.api.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.access.Caller;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.NewJobs;
import dev.trainyard.job.lifecycle.RequestAdmission;
import dev.trainyard.job.request.TrainingRequestReader;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.schedule.ScheduleDefinition;
import dev.trainyard.schedule.ScheduleReader;
import dev.trainyard.schedule.ScheduledWork;
import dev.trainyard.schedule.WorkReader;
import dev.trainyard.text.Checked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the body of a request with a schedule: its fields and what it submits, all at once. */
@Component
class ScheduleBody {
  private final ScheduleReader schedules;
  private final WorkReader work;
  private final NewJobs newJobs;
  private final RequestAdmission admission;

  ScheduleBody(
      ScheduleReader schedules, WorkReader work, NewJobs newJobs, RequestAdmission admission) {
    this.schedules = schedules;
    this.work = work;
    this.newJobs = newJobs;
    this.admission = admission;
  }

  /**
   * A schedule that may be stored.
   *
   * @param definition what it says
   * @param hash SHA-256 of it with all defaults, in hex
   */
  record Valid(ScheduleDefinition definition, String hash) {}

  /**
   * Reads a body.
   *
   * @throws InvalidRequestException when a field is wrong
   */
  Valid read(byte @Nullable [] body, Caller caller) {
    ObjectNode given = schedules.parse(body == null ? new byte[0] : body);
    Checked<ScheduleDefinition> definition = schedules.read(given);
    FieldErrors errors = new FieldErrors();
    definition.errors().forEach(error -> errors.add(error.field(), error.message()));
    List<TrainingRequestReader.Checked> requests = new ArrayList<>();
    Optional<ScheduledWork> asked = schedules.work(given);
    if (asked.isPresent()) {
      try {
        requests.addAll(work.read(asked.get()));
        requests.forEach(request -> admission.require(request.request(), caller));
      } catch (InvalidRequestException e) {
        e.errors().forEach(error -> errors.add(error.field(), error.message()));
      }
    }
    errors.throwIfAny();
    ScheduleDefinition valid = definition.value().orElseThrow();
    return new Valid(valid, hash(valid, requests, caller));
  }

  private String hash(
      ScheduleDefinition schedule, List<TrainingRequestReader.Checked> requests, Caller caller) {
    List<String> lines = new ArrayList<>();
    lines.add(schedule.name());
    lines.add(schedule.cron());
    lines.add(schedule.timeZone());
    lines.add(schedule.overlap().label() + schedule.misfire().label() + schedule.enabled());
    lines.add(schedule.work().kind().field());
    requests.stream()
        .map(request -> newJobs.of(request, caller, null))
        .map(NewJob::requestJson)
        .forEach(lines::add);
    return NewJobs.sha256(String.join("\n", lines));
  }
}
