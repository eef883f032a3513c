package dev.trainyard.route.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One entry of a route file.
 *
 * @param kind what it is
 * @param id its id; null when it has none
 * @param file name of its file
 * @param index place among the entries of the file, from 0
 * @param line line from 1
 * @param column column from 1
 * @param content what it says: maps, lists and strings, without its place and its comments
 */
public record FileEntry(
    Kind kind, String id, String file, int index, int line, int column, Object content) {

  /** What an entry {@code beans} says of each bean, by its name; without those that have none. */
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

  /** What may stand in a route file. */
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

    /** The word for it in a route file. */
    public String key() {
      return key;
    }
  }
}
