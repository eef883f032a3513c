package dev.trainyard.monitor;

import dev.trainyard.callback.CallbackAttempted;
import dev.trainyard.callback.CallbackAttempted.Outcome;
import dev.trainyard.callback.CallbackStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Counts the attempts of this process to deliver callbacks, and registers how many callbacks are
 * not delivered, the same in every process; NaN while PostgreSQL is unavailable.
 */
@Component
class CallbackMetrics {
  private final QueueFigures figures;
  private final Map<Outcome, Counter> attempts = new EnumMap<>(Outcome.class);

  CallbackMetrics(QueueFigures figures, MeterRegistry registry) {
    this.figures = figures;
    for (Outcome outcome : Outcome.values()) {
      attempts.put(
          outcome,
          Counter.builder("trainyard.callbacks.attempts")
              .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
              .description("Attempts to deliver callbacks")
              .register(registry));
    }
    gauge("pending", "Callbacks that are to be delivered", CallbackStore.Counts::pending)
        .register(registry);
    gauge("dead", "Callbacks that were given up", CallbackStore.Counts::dead).register(registry);
    gauge(
            "oldest",
            "How long the oldest pending callback has been tried",
            CallbackStore.Counts::oldestSeconds)
        .baseUnit("seconds")
        .register(registry);
  }

  @EventListener
  void attempted(CallbackAttempted attempt) {
    Objects.requireNonNull(attempts.get(attempt.outcome()), "a counter").increment();
  }

  private Gauge.Builder<CallbackMetrics> gauge(
      String name, String description, ToDoubleFunction<CallbackStore.Counts> figure) {
    return Gauge.builder("trainyard.callbacks." + name, this, metrics -> metrics.value(figure))
        .description(description);
  }

  private double value(ToDoubleFunction<CallbackStore.Counts> figure) {
    return figures
        .current()
        .map(known -> figure.applyAsDouble(known.callbacks()))
        .orElse(Double.NaN);
  }
}
