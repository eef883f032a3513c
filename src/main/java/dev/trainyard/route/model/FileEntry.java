package dev.trainyard.route.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a route file.
 *
 * @param kind what it defines
 * @param id its id; null when it has none
 * @param file name of its file
 * @param index place among the entries of the file, from 0
 * @param line line from 1
 * @param column column from 1
 * @param content its maps, lists and strings, without place and comments
 */
public record FileEntry(
    Kind kind, @Nullable String id, String file, int index, int line, int column, Object content) {

  /**
   * Returns the definition of each bean of a {@code beans} entry by name; beans without a name are
   * left out.
   */
  public Map<String, Object> beans() {
    Map<String, Object> beans = new LinkedHashMap<>();
    if (content instanceof List<?> list) {
      for (Object bean : list) {
        if (bean instanceof Map<?, ?> map && map.get("name") instanceof String name) {
          beans.put(name, bean);
        }
      }
    }
    return beans;
  }

  /** The kinds of entries of a route file. */
  public enum Kind {
    ROUTE("route"),
    REST("rest"),
    REST_CONFIGURATION("restConfiguration"),
    ROUTE_CONFIGURATION("routeConfiguration"),
    BEANS("beans");

    private final String key;

    Kind(String key) {
      this.key = key;
    }

    /** Returns the key of the kind in a route file. */
    public String key() {
      return key;
    }
  }
}
