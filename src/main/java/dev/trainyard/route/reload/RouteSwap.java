package dev.trainyard.route.reload;

import dev.trainyard.route.model.RouteModel;
import dev.trainyard.route.model.RouteText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Replaces running routes by others. It closes the entries through which messages reach a changed
 * route: HTTP, the queue, timers. It waits until no message is in progress, swaps, and opens the
 * entries again. A worker's jobs are released for that, and continue from their stored trials.
 */
@Component
class RouteSwap {
  private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

  /** Longer than any request that computes. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** For jobs, which are released: a thread that continues with one can no longer write. */
  private static final Duration LET_GO = Duration.ofSeconds(8);

  private final CamelContext camel;
  private final RequestGate gate;
  private final LiveRoutes routes;

  RouteSwap(CamelContext camel, RequestGate gate, LiveRoutes routes) {
    this.camel = camel;
    this.gate = gate;
    this.routes = routes;
  }

  /**
   * Runs the second set instead of the first.
   *
   * @throws SwapFailedException when it cannot; the first set keeps running
   */
  void swap(RouteModel from, RouteModel to) throws SwapFailedException {
    Changes changes = Changes.between(from, to);
    List<RouteText> entries =
        changes.upstream(from).stream()
            .map(from.units()::get)
            .filter(unit -> !unit.isDirect())
            // The queue first: releasing its jobs takes longest
            .sorted(Comparator.comparing(RouteText::isQueue).reversed())
            .toList();
    boolean http = entries.stream().anyMatch(RouteText::isHttp);
    List<String> stopped = new ArrayList<>();
    try {
      for (RouteText entry : entries) {
        if (!entry.isHttp() && isStarted(entry.id())) {
          stopped.add(entry.id());
          stop(entry);
        }
      }
      if (http) {
        close();
      }
      try {
        routes.replace(from, to, changes);
      } finally {
        if (http) {
          gate.open();
        }
      }
    } finally {
      restart(stopped);
    }
  }

  private boolean isStarted(String id) {
    return camel.getRoute(id) != null && camel.getRouteController().getRouteStatus(id).isStarted();
  }

  private void stop(RouteText entry) throws SwapFailedException {
    String id = entry.id();
    Duration time = entry.isQueue() ? LET_GO : DRAIN;
    try {
      boolean drained =
          camel
              .getRouteController()
              .stopRoute(id, time.toSeconds(), TimeUnit.SECONDS, !entry.isQueue());
      if (!drained && !entry.isQueue()) {
        throw SwapFailedException.busy(
            "route %s still had messages in progress after %d s".formatted(id, time.toSeconds()),
            entry);
      }
    } catch (SwapFailedException e) {
      throw e;
    } catch (Exception e) {
      throw new SwapFailedException("route %s cannot be stopped".formatted(id), e);
    }
  }

  private void close() throws SwapFailedException {
    try {
      if (!gate.close(DRAIN)) {
        throw SwapFailedException.busy(
            "a request was still in progress after %d s".formatted(DRAIN.toSeconds()), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwapFailedException("the service is stopping", e);
    }
  }

  /** Starts the stopped routes, except those that the swap has replaced, which run already. */
  private void restart(List<String> stopped) {
    for (String id : stopped) {
      try {
        if (camel.getRoute(id) != null
            && camel.getRouteController().getRouteStatus(id).isStopped()) {
          camel.getRouteController().startRoute(id);
        }
      } catch (Exception e) {
        LOG.error("route {} cannot be started again", id, e);
      }
    }
  }
}
