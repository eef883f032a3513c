package dev.trainyard.monitor;

import dev.trainyard.job.Stage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.NonManagedService;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Measures how long the stages of jobs take in this process, including all steps of their routes. A
 * route belongs to a stage by its id or its {@code group}. A stage that failed or was stopped is
 * not counted.
 */
@Component
class StageTimes implements RoutePolicyFactory {
  private final Map<Stage, Timer> timers = new EnumMap<>(Stage.class);

  StageTimes(MeterRegistry registry) {
    for (Stage stage : Stage.values()) {
      timers.put(
          stage,
          Timer.builder("trainyard.stage")
              .description("How long a stage of a job has taken")
              .tag("stage", stage.name())
              .serviceLevelObjectives(Buckets.ofJobs())
              .register(registry));
    }
  }

  /** Returns null, as Camel requires, for a route that belongs to no stage. */
  @Override
  public @Nullable RoutePolicy createRoutePolicy(
      CamelContext camel, String routeId, NamedNode definition) {
    String group = definition instanceof RouteDefinition route ? route.getGroup() : null;
    return Stage.ofRoute(routeId)
        .or(() -> Stage.ofRoute(group))
        .map(stage -> new Timed(Objects.requireNonNull(timers.get(stage), stage::name)))
        .orElse(null);
  }

  /** Without an MBean, which would outlive the route. */
  private static final class Timed extends RoutePolicySupport implements NonManagedService {
    private static final String BEGUN = "TrainyardStageBegun";
    private final Timer timer;

    Timed(Timer timer) {
      this.timer = timer;
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
      exchange.setProperty(BEGUN, System.nanoTime());
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
      Long begun = (Long) exchange.removeProperty(BEGUN);
      boolean failed =
          exchange.getException() != null || exchange.getExchangeExtension().isFailureHandled();
      if (begun != null && !failed) {
        timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
      }
    }
  }
}
