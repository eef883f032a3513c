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
 * Replaces running routes by others. It closes the ways in through which messages come to a route
 * that changes (HTTP, the queue, timers), waits until nothing is on its way, swaps, and opens them
 * again. A worker's jobs are given back for that, and go on from their stored trials.
 */
@Component
class RouteSwap {
  private static final Logger LOG = LoggerFactory.getLogger(RouteSwap.class);

  /** Longer than a request takes that computes. */
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /** For jobs, which are given back: whatever thread goes on then can write nothing any more. */
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
   * @throws SwapFailedException when it cannot; the first set runs on
   */
  void swap(RouteModel from, RouteModel to) throws SwapFailedException {
    Changes changes = Changes.between(from, to);
    List<RouteText> entries =
        changes.upstream(from).stream()
            .map(from.units()::get)
            .filter(unit -> !unit.isDirect())
            // The queue first: giving its jobs back takes longest
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
            "route %s still had something on its way after %d s".formatted(id, time.toSeconds()),
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
            "a request was still on its way after %d s".formatted(DRAIN.toSeconds()), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SwapFailedException("the service stops", e);
    }
  }

  /** Those that the swap has replaced run already. */
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
