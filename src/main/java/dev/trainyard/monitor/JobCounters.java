package dev.trainyard.monitor;

import dev.trainyard.job.event.AttemptEnded;
import dev.trainyard.job.event.DeadLetterWritten;
import dev.trainyard.job.event.JobRecovered;
import dev.trainyard.job.event.JobStarted;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Counts what this process has done with jobs since its start. Each transition is counted once, by
 * the process that made it, so the sum over all processes is the total of the system.
 */
@Component
public class JobCounters {

  /** The counted events. */
  public enum Count {
    /** Attempts that have begun in a slot. */
    STARTED,
    /** Jobs that were completed. */
    COMPLETED,
    /** Jobs that became dead letters. */
    FAILED,
    /** Attempts that failed and whose job is tried again. */
    RETRIED,
    /** Jobs that were released unharmed. */
    RELEASED,
    /** Attempts that were cancelled while they ran. */
    CANCELLED,
    /** Jobs that were taken from lost workers and are due again. */
    RECOVERED
  }

  private final Map<Count, Counter> counters = new EnumMap<>(Count.class);

  JobCounters(MeterRegistry registry) {
    for (Count count : Count.values()) {
      counters.put(count, builder(count).register(registry));
    }
  }

  /**
   * Creates a counter. Starts have their own name, since they are not an outcome and would double
   * the sum.
   */
  private static Counter.Builder builder(Count count) {
    return count == Count.STARTED
        ? Counter.builder("trainyard.jobs.started").description("Attempts that have begun")
        : Counter.builder("trainyard.jobs")
            .tag("outcome", count.name().toLowerCase(Locale.ROOT))
            .description("What has become of attempts and jobs");
  }

  /** Returns how often the event has happened in this process. */
  public long get(Count count) {
    return (long) counter(count).count();
  }

  @EventListener(JobStarted.class)
  void started() {
    counter(Count.STARTED).increment();
  }

  @EventListener
  void ended(AttemptEnded attempt) {
    Count count =
        switch (attempt.outcome()) {
          case COMPLETED -> Count.COMPLETED;
          case FAILED -> Count.RETRIED;
          case RELEASED -> Count.RELEASED;
          case CANCELLED -> Count.CANCELLED;
          case LOST, TIMEOUT ->
              throw new IllegalArgumentException(
                  "not an outcome of this process's own attempt: " + attempt.outcome());
        };
    counter(count).increment();
  }

  @EventListener(DeadLetterWritten.class)
  void failed() {
    counter(Count.FAILED).increment();
  }

  @EventListener(JobRecovered.class)
  void recovered() {
    counter(Count.RECOVERED).increment();
  }

  private Counter counter(Count count) {
    return Objects.requireNonNull(counters.get(count), count::name);
  }
}
