package dev.trainyard.route.reload;

import java.lang.reflect.Field;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.StatefulService;
import org.apache.camel.management.JmxManagementLifecycleStrategy;

/**
 * Lets go of what Camel's JMX keeps of routes that are gone. It forgets the processors of a removed
 * route by the route of their definition, and those of a route configuration belong to none: each
 * exchange of a route would keep the whole former route in memory for good.
 */
final class StoppedProcessors {
  private static final String FIELD = "wrappedProcessors";

  private final CamelContext camel;

  StoppedProcessors(CamelContext camel) {
    this.camel = camel;
  }

  /** Forgets every processor that has stopped. */
  void forget() {
    camel.getLifecycleStrategies().stream()
        .filter(JmxManagementLifecycleStrategy.class::isInstance)
        .forEach(jmx -> processors(jmx).keySet().removeIf(StoppedProcessors::isStopped));
  }

  private static boolean isStopped(Processor processor) {
    return processor instanceof StatefulService service && service.isStopped();
  }

  @SuppressWarnings("unchecked")
  private static Map<Processor, ?> processors(Object jmx) {
    try {
      Field field = JmxManagementLifecycleStrategy.class.getDeclaredField(FIELD);
      field.setAccessible(true);
      return (Map<Processor, ?>) field.get(jmx);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Camel's JMX has no " + FIELD + " any more", e);
    }
  }
}
