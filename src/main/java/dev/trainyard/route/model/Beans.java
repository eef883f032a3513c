package dev.trainyard.route.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The beans of an entry {@code beans}. */
public final class Beans {
  private Beans() {}

  /** What the entry says of each bean, by its name; those without a name are left out. */
  public static Map<String, Object> byName(RouteItem item) {
    Map<String, Object> beans = new LinkedHashMap<>();
    if (item.content() instanceof List<?> list) {
      for (Object bean : list) {
        if (bean instanceof Map<?, ?> map && map.get("name") instanceof String name) {
          beans.put(name, bean);
        }
      }
    }
    return beans;
  }
}
