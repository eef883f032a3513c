package dev.trainyard.route.graph;

import dev.trainyard.route.graph.RouteGraph.StepFigures;
import java.util.HashMap;
import java.util.Map;
import javax.management.AttributeList;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ManagementAgent;
import org.jspecify.annotations.Nullable;

/**
 * Camel's figures of all steps at one moment, read by one query of JMX: its own look-up of a single
 * step goes through all routes.
 *
 * <p>A step of a route configuration is in many routes, and Camel counts it in one of them only.
 * Its figures would mislead, so they are not among these.
 */
final class ProcessorFigures {
  private static final String[] NAMES = {
    "RouteId",
    "ProcessorId",
    "ExchangesCompleted",
    "ExchangesFailed",
    "ExchangesInflight",
    "TotalProcessingTime"
  };

  private final Map<Key, StepFigures> figures = new HashMap<>();

  private record Key(String route, String step) {}

  /** Reads the figures of a context; none when it is not managed over JMX. */
  static ProcessorFigures of(CamelContext camel) {
    ProcessorFigures all = new ProcessorFigures();
    ManagementAgent agent = camel.getManagementStrategy().getManagementAgent();
    MBeanServer server = agent == null ? null : agent.getMBeanServer();
    if (server == null) {
      return all;
    }
    try {
      ObjectName processors =
          new ObjectName(
              "%s:context=%s,type=processors,*"
                  .formatted(agent.getMBeanObjectDomainName(), camel.getManagementName()));
      for (ObjectName name : server.queryNames(processors, null)) {
        all.add(server, name);
      }
    } catch (JMException e) {
      throw new IllegalStateException("cannot read the figures of steps", e);
    }
    return all;
  }

  private void add(MBeanServer server, ObjectName name) throws JMException {
    Map<String, Object> values = new HashMap<>();
    try {
      AttributeList read = server.getAttributes(name, NAMES);
      read.asList().forEach(attribute -> values.put(attribute.getName(), attribute.getValue()));
    } catch (InstanceNotFoundException removed) {
      return;
    }
    if (values.get("RouteId") instanceof String route
        && values.get("ProcessorId") instanceof String step) {
      long completed = number(values, "ExchangesCompleted");
      long failed = number(values, "ExchangesFailed");
      long total = completed + failed;
      figures.put(
          new Key(route, step),
          new StepFigures(
              completed,
              failed,
              number(values, "ExchangesInflight"),
              total == 0 ? null : (double) number(values, "TotalProcessingTime") / total));
    }
  }

  private static long number(Map<String, Object> values, String name) {
    return values.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns the figures of a step of a route; null when there are none. */
  @Nullable StepFigures find(String route, String step) {
    return figures.get(new Key(route, step));
  }
}
