package dev.trainyard.route.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;

/** Checks the beans that route files define, and gives the context a stand-in of each. */
final class BeanCheck {
  private final CamelContext camel;
  private final StandIns standIns;
  private final RouteModel model;
  private final Collection<RouteProblem> problems;

  BeanCheck(
      CamelContext camel, StandIns standIns, RouteModel model, Collection<RouteProblem> problems) {
    this.camel = camel;
    this.standIns = standIns;
    this.model = model;
    this.problems = problems;
  }

  void check(RouteItem item) {
    Beans.byName(item).forEach((name, bean) -> check(item, name, (Map<?, ?>) bean));
  }

  private void check(RouteItem item, String name, Map<?, ?> bean) {
    Object type = bean.get("type");
    if (standIns.contains(name)) {
      refuse(item, name, "'%s' is a bean of the service; choose another name".formatted(name));
    } else if (camel.getRegistry().lookupByName(name) != null) {
      refuse(item, name, "there are two beans '%s'".formatted(name));
    } else if (!(type instanceof String className)) {
      refuse(item, name, "the bean '%s' needs a 'type', the name of a class".formatted(name));
    } else {
      bind(item, name, className.replaceFirst("^#class:", ""));
    }
  }

  private void bind(RouteItem item, String name, String className) {
    Class<?> type = camel.getClassResolver().resolveClass(className);
    if (type == null) {
      refuse(item, className, "there is no class %s".formatted(className));
    } else {
      camel.getRegistry().bind(name, StandIns.of(type));
    }
  }

  private void refuse(RouteItem item, String text, String message) {
    problems.add(new Places(model, item, UnaryOperator.identity(), List.of()).of(text, message));
  }
}
