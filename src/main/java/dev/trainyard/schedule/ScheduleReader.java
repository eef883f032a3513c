package dev.trainyard.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trainyard.json.FieldErrors;
import dev.trainyard.json.InvalidRequestException;
import dev.trainyard.json.RequestSchema;
import dev.trainyard.json.UnreadableJsonException;
import dev.trainyard.json.UserText;
import dev.trainyard.text.Checked;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** Reads a schedule: its own fields here, what it submits by {@link WorkReader}. */
public final class ScheduleReader {
  private final RequestSchema schema = RequestSchema.load("schedule-request.schema.json");
  private final ScheduleSettings settings;
  private final Clock clock;

  /** Creates a reader. */
  public ScheduleReader(ScheduleSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Parses a body, which must be a JSON object.
   *
   * @throws UnreadableJsonException when it is not JSON
   * @throws InvalidRequestException when it is no object
   */
  public ObjectNode parse(byte[] body) {
    return schema.parse(body);
  }

  /**
   * Reads a schedule without its work, of which only the presence is checked.
   *
   * @return the definition, or every error in it
   */
  public Checked<ScheduleDefinition> read(ObjectNode given) {
    ObjectNode schedule = given.deepCopy();
    Map<ScheduledWork.Kind, JsonNode> work = new EnumMap<>(ScheduledWork.Kind.class);
    for (ScheduledWork.Kind kind : ScheduledWork.Kind.values()) {
      JsonNode asked = schedule.remove(kind.field());
      if (isPresent(asked)) {
        work.put(kind, asked);
      }
    }
    FieldErrors errors = schema.check(schedule);
    schema.fillDefaults(schedule);
    if (work.size() != 1) {
      errors.add(
          ScheduledWork.Kind.REQUEST.field(),
          work.isEmpty()
              ? "is required, unless there is a batch or a fetch: what it submits"
              : "must not be given together with a batch or a fetch: use one of request, batch and fetch");
    }
    work.forEach((kind, asked) -> requireObject(kind, asked, errors));
    checkRule(schedule, errors);
    return errors.isEmpty()
        ? Checked.of(definition(schedule, work(given).orElseThrow()))
        : Checked.refused(errors.toList());
  }

  /** Returns the work of a schedule, unchecked; empty when it has none, or more than one. */
  public Optional<ScheduledWork> work(ObjectNode schedule) {
    ScheduledWork found = null;
    for (ScheduledWork.Kind kind : ScheduledWork.Kind.values()) {
      if (schedule.get(kind.field()) instanceof ObjectNode work) {
        if (found != null) {
          return Optional.empty();
        }
        found = new ScheduledWork(kind, work.toString());
      }
    }
    return Optional.ofNullable(found);
  }

  private static boolean isPresent(@Nullable JsonNode work) {
    return work != null && !work.isNull();
  }

  private static void requireObject(ScheduledWork.Kind kind, JsonNode work, FieldErrors errors) {
    if (!work.isObject()) {
      errors.add(kind.field(), "must be an object, not " + UserText.shown(work));
    }
  }

  private void checkRule(ObjectNode schedule, FieldErrors errors) {
    String zone = text(schedule, "time_zone", errors);
    String cron = text(schedule, "cron", errors);
    if (zone != null) {
      try {
        CronRule.zone(zone);
      } catch (IllegalArgumentException e) {
        errors.add("time_zone", message(e));
        zone = null;
      }
    }
    if (cron == null) {
      return;
    }
    try {
      checkTimes(CronRule.of(cron, zone == null ? "UTC" : zone), errors);
    } catch (IllegalArgumentException e) {
      errors.add("cron", message(e));
    }
  }

  private void checkTimes(CronRule rule, FieldErrors errors) {
    if (rule.next(clock.instant()).isEmpty()) {
      errors.add("cron", "is never due: no date has this day, month and weekday");
      return;
    }
    Duration shortest = rule.shortestInterval(clock.instant()).orElse(settings.minInterval());
    if (shortest.compareTo(settings.minInterval()) < 0) {
      errors.add(
          "cron",
          "is due every %s at times; at least %s must lie between two runs (trainyard.schedules.min-interval)"
              .formatted(
                  DurationStyle.SIMPLE.print(shortest, ChronoUnit.SECONDS),
                  DurationStyle.SIMPLE.print(settings.minInterval(), ChronoUnit.SECONDS)));
    }
  }

  private static @Nullable String text(ObjectNode schedule, String field, FieldErrors errors) {
    return errors.has(field) ? null : schedule.path(field).textValue();
  }

  private static String message(IllegalArgumentException refusal) {
    return Objects.requireNonNull(refusal.getMessage(), "a refusal without words");
  }

  private static ScheduleDefinition definition(ObjectNode schedule, ScheduledWork work) {
    return new ScheduleDefinition(
        schedule.get("name").textValue(),
        schedule.get("cron").textValue().strip(),
        schedule.get("time_zone").textValue(),
        schedule.get("enabled").booleanValue(),
        Overlap.of(schedule.get("overlap").textValue()),
        Misfire.of(schedule.get("misfire").textValue()),
        work);
  }
}
