package dev.trainyard.monitor;

import dev.trainyard.retention.Kind;
import dev.trainyard.retention.RowsRemoved;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Counts the rows that this process has removed since its start, as their time was over. */
@Component
class RetentionMetrics {
  private final Map<Kind, Counter> removed = new EnumMap<>(Kind.class);

  RetentionMetrics(MeterRegistry registry) {
    for (Kind kind : Kind.values()) {
      removed.put(
          kind,
          Counter.builder("trainyard.retention.removed")
              .tag("kind", kind.label())
              .description("Rows that were removed when their time was over")
              .register(registry));
    }
  }

  @EventListener
  void removed(RowsRemoved rows) {
    Objects.requireNonNull(removed.get(rows.kind()), "a counter").increment((double) rows.rows());
  }
}
