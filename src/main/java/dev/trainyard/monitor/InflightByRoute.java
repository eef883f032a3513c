package dev.trainyard.monitor;

import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultInflightRepository;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tracks since when an exchange has been in each route. Camel's own repository tracks only the
 * route in which the exchange started, so the attributes {@code OldestInflight...} of a stage would
 * always be null.
 */
@Component
class InflightByRoute extends DefaultInflightRepository {
  /** By route, then by exchange. */
  private final Map<String, Map<String, Visit>> visits = new ConcurrentHashMap<>();

  @Override
  public void add(Exchange exchange, String routeId) {
    super.add(exchange, routeId);
    visits
        .computeIfAbsent(routeId, route -> new ConcurrentHashMap<>())
        .putIfAbsent(exchange.getExchangeId(), new Visit(exchange, routeId, System.nanoTime()));
  }

  @Override
  public void remove(Exchange exchange, String routeId) {
    super.remove(exchange, routeId);
    Map<String, Visit> inRoute = visits.get(routeId);
    if (inRoute != null) {
      inRoute.remove(exchange.getExchangeId());
    }
  }

  @Override
  public void removeRoute(String routeId) {
    super.removeRoute(routeId);
    visits.remove(routeId);
  }

  /** Returns the exchange that has been longest in a route; null when there is none. */
  @Override
  public @Nullable InflightExchange oldest(@Nullable String routeId) {
    return routeId == null
        ? super.oldest(null)
        : visits.getOrDefault(routeId, Map.of()).values().stream()
            .max(Comparator.comparingLong(Visit::getDuration))
            .orElse(null);
  }

  /** An exchange that has been in a route since a time of {@link System#nanoTime}. */
  private record Visit(Exchange exchange, String routeId, long since) implements InflightExchange {

    @Override
    public Exchange getExchange() {
      return exchange;
    }

    /** Returns the milliseconds in the route. */
    @Override
    public long getDuration() {
      return (System.nanoTime() - since) / 1_000_000;
    }

    @Override
    public long getElapsed() {
      return getDuration();
    }

    @Override
    public @Nullable String getNodeId() {
      return exchange.getExchangeExtension().getHistoryNodeId();
    }

    @Override
    public @Nullable String getFromRouteId() {
      return exchange.getFromRouteId();
    }

    @Override
    public boolean isFromRemoteEndpoint() {
      return exchange.getFromEndpoint() != null && exchange.getFromEndpoint().isRemote();
    }

    @Override
    public String getAtRouteId() {
      return routeId;
    }
  }
}
