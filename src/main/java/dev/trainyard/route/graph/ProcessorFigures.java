package dev.trainyard.route.graph;

import dev.trainyard.route.graph.RouteGraph.StepFigures;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.jspecify.annotations.Nullable;

/**
 * Camel's figures of steps, read over JMX by their names there: its own look-up of a step goes
 * through all routes.
 *
 * <p>A step of a route configuration is in many routes, and Camel counts it in one of them only.
 * Its figures would mislead, so they are found under that route and no other.
 */
final class ProcessorFigures {
  private static final String ROUTE = "RouteId";
  private static final String STEP = "ProcessorId";
  private static final String COMPLETED = "ExchangesCompleted";
  private static final String FAILED = "ExchangesFailed";
  private static final String INFLIGHT = "ExchangesInflight";
  private static final String TIME = "TotalProcessingTime";

  private final CamelContext camel;
  private final Map<ObjectName, Key> keys = new HashMap<>();
  private final Map<Key, ObjectName> names = new HashMap<>();

  ProcessorFigures(CamelContext camel) {
    this.camel = camel;
  }

  private record Key(String route, String step) {}

  /** Learns which steps there are; those that it knows are not asked again. */
  void learn() {
    ManagementAgent agent = camel.getManagementStrategy().getManagementAgent();
    MBeanServer server = server();
    if (agent == null || server == null) {
      return;
    }
    try {
      Set<ObjectName> present =
          server.queryNames(
              new ObjectName(
                  "%s:context=%s,type=processors,*"
                      .formatted(agent.getMBeanObjectDomainName(), camel.getManagementName())),
              null);
      keys.keySet().retainAll(present);
      for (ObjectName name : present) {
        if (!keys.containsKey(name)) {
          Map<String, Object> values = read(server, name, ROUTE, STEP);
          if (values.get(ROUTE) instanceof String route
              && values.get(STEP) instanceof String step) {
            keys.put(name, new Key(route, step));
          }
        }
      }
    } catch (JMException e) {
      throw new IllegalStateException("cannot read which steps there are", e);
    }
    names.clear();
    keys.forEach((name, key) -> names.put(key, name));
  }

  /** Returns the figures of a step of a route; null when there are none. */
  @Nullable StepFigures find(String route, String step) {
    ObjectName name = names.get(new Key(route, step));
    MBeanServer server = server();
    if (name == null || server == null) {
      return null;
    }
    Map<String, Object> values = read(server, name, COMPLETED, FAILED, INFLIGHT, TIME);
    if (values.isEmpty()) {
      return null;
    }
    long completed = number(values, COMPLETED);
    // Camel adds up the times of those that go well
    return new StepFigures(
        completed,
        number(values, FAILED),
        number(values, INFLIGHT),
        completed == 0 ? null : (double) number(values, TIME) / completed);
  }

  private @Nullable MBeanServer server() {
    ManagementAgent agent = camel.getManagementStrategy().getManagementAgent();
    return agent == null ? null : agent.getMBeanServer();
  }

  /** Reads attributes; none when the step has just been removed. */
  private static Map<String, Object> read(
      MBeanServer server, ObjectName name, String... attributes) {
    try {
      return server.getAttributes(name, attributes).asList().stream()
          .collect(Collectors.toMap(Attribute::getName, Attribute::getValue));
    } catch (InstanceNotFoundException removed) {
      return Map.of();
    } catch (JMException e) {
      throw new IllegalStateException(
          "cannot read %s of %s".formatted(Arrays.toString(attributes), name), e);
    }
  }

  private static long number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
