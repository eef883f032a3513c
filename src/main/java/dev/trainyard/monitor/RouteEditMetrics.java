package dev.trainyard.monitor;

import dev.trainyard.route.reload.RouteEdit;
import dev.trainyard.route.reload.RouteReloader;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Counts the outcomes of edits in this process, and the problems that block the last one. */
@Component
class RouteEditMetrics {
  private final Map<RouteEdit.Outcome, Counter> counters = new EnumMap<>(RouteEdit.Outcome.class);

  RouteEditMetrics(MeterRegistry registry, RouteReloader reloader) {
    for (RouteEdit.Outcome outcome : RouteEdit.Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder("trainyard.route.edits")
              .description("Edits of routes and strategies while the service ran")
              .tag("outcome", outcome.name())
              .register(registry));
    }
    Gauge.builder("trainyard.route.problems", reloader, RouteEditMetrics::problems)
        .description("Problems that keep the files of routes and strategies from running")
        .register(registry);
  }

  private static int problems(RouteReloader reloader) {
    return reloader.refusal().map(edit -> edit.problems().size()).orElse(0);
  }

  @EventListener
  void edited(RouteEdit edit) {
    Objects.requireNonNull(counters.get(edit.outcome()), edit.outcome()::name).increment();
  }
}
