package dev.trainyard.monitor;

import dev.trainyard.monitor.QueueFigures.Figures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * Registers the figures of {@code GET /queue}, the dead letters and the schedules as gauges, the
 * same in every process. While PostgreSQL is unavailable they are NaN, and a scrape waits for it
 * once.
 */
@Component
class QueueMetrics implements MeterBinder {
  private final QueueFigures figures;

  QueueMetrics(QueueFigures figures) {
    this.figures = figures;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    ready(registry, "high", known -> known.queue().ready().high());
    ready(registry, "normal", known -> known.queue().ready().normal());
    ready(registry, "low", known -> known.queue().ready().low());
    gauge("delayed", "Jobs that are due later", known -> known.queue().delayed())
        .register(registry);
    gauge("running", "Jobs that a worker has", known -> known.queue().running()).register(registry);
    gauge("workers", "Workers that are alive", known -> known.queue().workers()).register(registry);
    gauge("slots", "Jobs that the living workers can run", known -> known.queue().slots())
        .register(registry);
    gauge("paused", "1 while no jobs are handed out", known -> known.queue().paused() ? 1 : 0)
        .register(registry);
    gauge(
            "oldest.wait",
            "How long the longest waiting job has been due",
            known -> known.queue().oldestWaitSeconds())
        .baseUnit("seconds")
        .register(registry);
    schedules(registry, "enabled", known -> known.schedules().enabled());
    schedules(registry, "disabled", known -> known.schedules().disabled());
    Gauge.builder(
            "trainyard.schedule.problems",
            this,
            metrics -> metrics.value(known -> known.schedules().problems()))
        .description("Enabled schedules that something keeps from firing")
        .register(registry);
    gauge("dead.letters", "Dead letters that nobody has replayed", Figures::deadLetters)
        .register(registry);
  }

  private void ready(MeterRegistry registry, String priority, ToDoubleFunction<Figures> figure) {
    gauge("ready", "Jobs that are due", figure).tag("priority", priority).register(registry);
  }

  private void schedules(MeterRegistry registry, String state, ToDoubleFunction<Figures> figure) {
    Gauge.builder("trainyard.schedules", this, metrics -> metrics.value(figure))
        .description("Schedules")
        .tag("state", state)
        .register(registry);
  }

  private Gauge.Builder<QueueMetrics> gauge(
      String name, String description, ToDoubleFunction<Figures> figure) {
    return Gauge.builder("trainyard.queue." + name, this, metrics -> metrics.value(figure))
        .description(description);
  }

  private double value(ToDoubleFunction<Figures> figure) {
    return figures.current().map(figure::applyAsDouble).orElse(Double.NaN);
  }
}
