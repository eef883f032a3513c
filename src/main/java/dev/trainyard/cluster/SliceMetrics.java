package dev.trainyard.cluster;

import dev.trainyard.cluster.SliceCodec.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts the members, and what became of slices that this worker sent. */
final class SliceMetrics {
  private static final String SLICES = "trainyard.slices";

  private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
  private final Counter lost;

  SliceMetrics(MeterRegistry meters, Members members, OfferedSlices offered) {
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, counter(meters, outcome.name().toLowerCase(Locale.ROOT)));
    }
    lost = counter(meters, "lost");
    Gauge.builder("trainyard.cluster.members", members, all -> all.others().size() + 1)
        .description("Workers that help one another, this one included")
        .register(meters);
    Gauge.builder("trainyard.slices.running", offered, OfferedSlices::running)
        .description("Slices of other workers' jobs that this worker evaluates now")
        .register(meters);
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder(SLICES)
        .description("Slices of jobs that this worker gave to others, by what became of them")
        .tag("outcome", outcome)
        .register(meters);
  }

  void count(Outcome outcome) {
    Counter counter = outcomes.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  void countLost() {
    lost.increment();
  }
}
