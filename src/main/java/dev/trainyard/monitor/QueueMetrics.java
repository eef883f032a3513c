package dev.trainyard.monitor;

import dev.trainyard.job.FailedJobQueries;
import dev.trainyard.job.QueueQueries;
import dev.trainyard.job.QueueView;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * The figures of {@code GET /queue} and the number of dead letters as gauges, the same in every
 * process. While PostgreSQL is away they are NaN, and a scrape waits for it once.
 */
@Component
class QueueMetrics implements MeterBinder {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final QueueQueries queue;
  private final FailedJobQueries failedJobs;
  private final Clock clock;
  private Instant readAt = Instant.EPOCH;

  /** Null while PostgreSQL is away. */
  private Figures figures;

  QueueMetrics(QueueQueries queue, FailedJobQueries failedJobs, Clock clock) {
    this.queue = queue;
    this.failedJobs = failedJobs;
    this.clock = clock;
  }

  private record Figures(QueueView queue, long deadLetters) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    ready(registry, "high", figures -> figures.queue.ready().high());
    ready(registry, "normal", figures -> figures.queue.ready().normal());
    ready(registry, "low", figures -> figures.queue.ready().low());
    gauge("delayed", "Jobs that are due later", figures -> figures.queue.delayed())
        .register(registry);
    gauge("running", "Jobs that a worker has", figures -> figures.queue.running())
        .register(registry);
    gauge("workers", "Workers that are alive", figures -> figures.queue.workers())
        .register(registry);
    gauge("slots", "Jobs that the living workers can run", figures -> figures.queue.slots())
        .register(registry);
    gauge("paused", "1 while no jobs are handed out", figures -> figures.queue.paused() ? 1 : 0)
        .register(registry);
    gauge(
            "oldest.wait",
            "How long the longest waiting job has been due",
            figures -> figures.queue.oldestWaitSeconds())
        .baseUnit("seconds")
        .register(registry);
    gauge("dead.letters", "Dead letters that nobody has replayed", Figures::deadLetters)
        .register(registry);
  }

  private void ready(MeterRegistry registry, String priority, ToDoubleFunction<Figures> figure) {
    gauge("ready", "Jobs that are due", figure).tag("priority", priority).register(registry);
  }

  private Gauge.Builder<QueueMetrics> gauge(
      String name, String description, ToDoubleFunction<Figures> figure) {
    return Gauge.builder("trainyard.queue." + name, this, metrics -> metrics.value(figure))
        .description(description);
  }

  private double value(ToDoubleFunction<Figures> figure) {
    Figures current = current();
    return current == null ? Double.NaN : figure.applyAsDouble(current);
  }

  private synchronized Figures current() {
    if (Duration.between(readAt, clock.instant()).compareTo(FRESH) >= 0) {
      try {
        figures = new Figures(queue.view(), failedJobs.countWaiting());
      } catch (DataAccessException | TransactionException e) {
        figures = null;
      }
      readAt = clock.instant();
    }
    return figures;
  }
}
