package dev.trainyard.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A YAML document as plain values, and where each of them is, by its path. */
public final class YamlPlaces {
  private static final LocatedYaml NOWHERE = new LocatedYaml(null, 0, 0);

  private final String file;
  private final Map<String, LocatedYaml> places = new HashMap<>();
  private final @Nullable Object plain;

  /**
   * @param file its name for messages
   */
  public YamlPlaces(String file, LocatedYaml root) {
    this.file = file;
    this.plain = plain("", root);
  }

  /** The document: maps, lists and scalars. */
  public @Nullable Object plain() {
    return plain;
  }

  /** Whether there is something at a path. */
  public boolean has(String path) {
    return places.containsKey(path);
  }

  /**
   * A problem at a path such as {@code request.query}, or at the nearest object around it.
   *
   * @param path empty for the whole file
   */
  public FileProblem problem(String path, String message) {
    String known = path;
    while (!known.isEmpty() && !places.containsKey(known)) {
      known =
          known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
    }
    LocatedYaml place = path.isEmpty() ? NOWHERE : places.getOrDefault(known, NOWHERE);
    return new FileProblem(file, place.line(), place.column(), message);
  }

  /** A problem that the parser has found. */
  public static FileProblem problem(String file, JsonProcessingException e) {
    // Without the indented excerpts of the file
    String message =
        e.getOriginalMessage()
            .lines()
            .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
            .collect(Collectors.joining(": "));
    return e.getLocation() == null
        ? FileProblem.ofFile(file, message)
        : new FileProblem(
            file, e.getLocation().getLineNr(), e.getLocation().getColumnNr(), message);
  }

  private @Nullable Object plain(String path, LocatedYaml node) {
    places.put(path, node);
    if (node.value() instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      map.forEach(
          (key, value) ->
              values.put(
                  (String) key,
                  plain(path.isEmpty() ? (String) key : path + "." + key, (LocatedYaml) value)));
      return values;
    }
    if (node.value() instanceof List<?> list) {
      List<@Nullable Object> values = new ArrayList<>();
      for (Object item : list) {
        values.add(plain("%s[%d]".formatted(path, values.size()), (LocatedYaml) item));
      }
      return values;
    }
    return node.value();
  }
}
