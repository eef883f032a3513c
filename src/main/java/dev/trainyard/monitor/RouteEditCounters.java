package dev.trainyard.monitor;

import dev.trainyard.route.reload.RouteEdit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What has become of the edits that this process has found. */
@Component
class RouteEditCounters {
  private final Map<RouteEdit.Outcome, Counter> counters = new EnumMap<>(RouteEdit.Outcome.class);

  RouteEditCounters(MeterRegistry registry) {
    for (RouteEdit.Outcome outcome : RouteEdit.Outcome.values()) {
      counters.put(
          outcome,
          Counter.builder("trainyard.route.edits")
              .description("Edits of routes and strategies while the service ran")
              .tag("outcome", outcome.name())
              .register(registry));
    }
  }

  @EventListener
  void edited(RouteEdit edit) {
    counters.get(edit.outcome()).increment();
  }
}
