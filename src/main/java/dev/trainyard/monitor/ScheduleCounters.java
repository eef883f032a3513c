package dev.trainyard.monitor;

import dev.trainyard.schedule.ScheduleRan;
import dev.trainyard.schedule.ScheduleRun.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Counts what this process has decided on runs of schedules since its start. Each run is counted
 * once, by the process that decided it.
 */
@Component
public class ScheduleCounters {
  private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

  ScheduleCounters(MeterRegistry registry) {
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder("trainyard.schedule.runs")
              .description("What has become of runs of schedules")
              .tag("outcome", outcome.label())
              .register(registry));
    }
  }

  /** Returns how many runs of this process had the outcome. */
  public long get(Outcome outcome) {
    return (long) counter(outcome).count();
  }

  @EventListener
  void ran(ScheduleRan run) {
    counter(run.outcome()).increment();
  }

  private Counter counter(Outcome outcome) {
    return Objects.requireNonNull(counters.get(outcome), outcome::name);
  }
}
