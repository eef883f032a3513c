package dev.trainyard.strategy.parameter;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts a space to and from JSON, for storage and for {@code GET /strategies}. */
public final class SpaceJson {
  private SpaceJson() {}

  /**
   * Returns one map per parameter with name, type, low, high, step, log, choices, grid_steps,
   * default, description; low, high and step are null for categorical parameters, choices for
   * others.
   */
  public static List<Map<String, Object>> toList(ParameterSpace space) {
    return space.parameters().stream().map(SpaceJson::toMap).toList();
  }

  /**
   * Reverses {@link #toList}.
   *
   * @throws IllegalArgumentException when a part is missing or contradictory
   */
  public static ParameterSpace fromList(List<Map<String, Object>> list) {
    return new ParameterSpace(list.stream().map(SpaceJson::fromMap).toList());
  }

  private static Map<String, Object> toMap(ParameterSpec spec) {
    boolean categorical = spec.type() == ParameterType.CATEGORICAL;
    boolean whole = spec.type() == ParameterType.INT;
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", spec.name());
    map.put("type", spec.type().label());
    map.put("low", categorical ? null : number(spec.low(), whole));
    map.put("high", categorical ? null : number(spec.high(), whole));
    map.put("step", categorical || spec.step() == 0 ? null : number(spec.step(), whole));
    map.put("log", spec.log());
    map.put("choices", categorical ? spec.choices() : null);
    map.put("grid_steps", spec.gridSteps());
    map.put("default", spec.defaultValue());
    map.put("description", spec.description());
    return map;
  }

  private static ParameterSpec fromMap(Map<String, Object> map) {
    String name = (String) required(map, "name");
    String label = (String) required(map, "type");
    ParameterType type =
        ParameterType.of(label)
            .orElseThrow(() -> new IllegalArgumentException(name + ": no type " + label));
    List<Object> choices = new ArrayList<>();
    if (map.get("choices") instanceof List<?> list) {
      choices.addAll(list);
    }
    return new ParameterSpec(
        name,
        type,
        number(map, "low", Double.NaN),
        number(map, "high", Double.NaN),
        number(map, "step", 0),
        Boolean.TRUE.equals(map.get("log")),
        choices,
        (int) number(map, "grid_steps", ParameterSpec.DEFAULT_GRID_STEPS),
        required(map, "default"),
        (String) required(map, "description"));
  }

  private static Object required(Map<String, Object> map, String key) {
    Object value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("a parameter without " + key);
    }
    return value;
  }

  private static double number(Map<String, Object> map, String key, double otherwise) {
    return map.get(key) instanceof Number number ? number.doubleValue() : otherwise;
  }

  private static Object number(double value, boolean whole) {
    // two returns, as a conditional would turn the int into a double
    if (whole) {
      return (int) value;
    }
    return value;
  }
}
