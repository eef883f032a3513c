package dev.trainyard.route.reload;

import java.lang.reflect.Field;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.StatefulService;
import org.apache.camel.management.JmxManagementLifecycleStrategy;

/**
 * Releases what Camel's JMX keeps of removed routes. Camel forgets the processors of a removed
 * route by the route of their definition, and those of a route configuration belong to none. Each
 * swap of a route would keep the whole former route in memory for good.
 */
final class StoppedProcessors {
  private static final String FIELD = "wrappedProcessors";

  private final CamelContext camel;

  StoppedProcessors(CamelContext camel) {
    this.camel = camel;
  }

  /** Forgets every stopped processor. */
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
