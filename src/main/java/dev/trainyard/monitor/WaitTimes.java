package dev.trainyard.monitor;

import dev.trainyard.job.Priority;
import dev.trainyard.job.event.JobStarted;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Measures how long jobs have waited when they start in this process: since their submission, or
 * since they became due if that was later, as for delayed and retried jobs.
 */
@Component
class WaitTimes {
  private final Map<Priority, Timer> timers = new EnumMap<>(Priority.class);

  WaitTimes(MeterRegistry registry) {
    for (Priority priority : Priority.values()) {
      timers.put(
          priority,
          Timer.builder("trainyard.job.wait")
              .description("How long jobs have been due when they start")
              .tag("priority", priority.label())
              .serviceLevelObjectives(Buckets.ofJobs())
              .register(registry));
    }
  }

  @EventListener
  void started(JobStarted job) {
    Priority priority = job.priority();
    Objects.requireNonNull(timers.get(priority), priority::name).record(job.waited());
  }
}
