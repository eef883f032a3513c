package dev.trainyard.strategy.parameter;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.text.Checked;
import dev.trainyard.text.FieldError;
import dev.trainyard.text.NumberText;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Narrows a space as the {@code parameter_space} of a request asks: {@code {name: {low, high}}} for
 * floats and ints (either may be missing), {@code {name: {choices: [...]}}} for categorical ones.
 * Bounds may only move inwards.
 */
public final class SpaceNarrowing {
  private static final Set<String> BOUNDS = Set.of("low", "high");
  private static final Set<String> CHOICES = Set.of("choices");

  private final ParameterSpace space;
  private final List<FieldError> errors = new ArrayList<>();

  private SpaceNarrowing(ParameterSpace space) {
    this.space = space;
  }

  /**
   * Returns the narrowed space. A default outside it stays as it is: a back-test uses defaults, a
   * search does not.
   */
  public static Checked<ParameterSpace> narrow(ParameterSpace space, Map<String, ?> bounds) {
    return new SpaceNarrowing(space).narrow(bounds);
  }

  private Checked<ParameterSpace> narrow(Map<String, ?> bounds) {
    List<ParameterSpec> specs = new ArrayList<>(space.parameters());
    bounds.forEach(
        (name, value) -> {
          int position = space.indexOf(name);
          if (position < 0) {
            errors.add(new FieldError(name, ParameterReader.unknown(name, space)));
          } else {
            specs.set(position, narrow(space.get(position), value));
          }
        });
    return errors.isEmpty() ? Checked.of(new ParameterSpace(specs)) : Checked.refused(errors);
  }

  private ParameterSpec narrow(ParameterSpec spec, @Nullable Object value) {
    boolean categorical = spec.type() == ParameterType.CATEGORICAL;
    if (!(value instanceof Map<?, ?> map)) {
      errors.add(
          new FieldError(
              spec.name(),
              "must be an object with " + (categorical ? "\"choices\"" : "\"low\" and \"high\"")));
      return spec;
    }
    Set<String> allowed = categorical ? CHOICES : BOUNDS;
    boolean known = true;
    for (Object key : map.keySet()) {
      if (!allowed.contains(key)) {
        known = false;
        errors.add(
            new FieldError(
                spec.name() + "." + key,
                "not allowed for a parameter of type %s; allowed: %s"
                    .formatted(spec.type().label(), String.join(", ", new TreeSet<>(allowed)))));
      }
    }
    if (!known) {
      return spec;
    }
    return categorical ? narrowChoices(spec, map.get("choices")) : narrowBounds(spec, map);
  }

  private ParameterSpec narrowBounds(ParameterSpec spec, Map<?, ?> map) {
    int before = errors.size();
    double low = bound(spec, "low", map.get("low"), spec.low());
    double high = bound(spec, "high", map.get("high"), spec.high());
    if (errors.size() == before && low > high) {
      errors.add(
          new FieldError(
              spec.name(),
              "low %s is above high %s"
                  .formatted(NumberText.format(low), NumberText.format(high))));
    }
    return errors.size() == before ? spec.withBounds(low, high) : spec;
  }

  private double bound(ParameterSpec spec, String end, @Nullable Object value, double unchanged) {
    if (value == null) {
      return unchanged;
    }
    boolean allowed =
        value instanceof Number number
            && number.doubleValue() >= spec.low()
            && number.doubleValue() <= spec.high()
            && (spec.type() != ParameterType.INT || NumberText.isWhole(number))
            && onStep(spec, number.doubleValue());
    if (!allowed) {
      String steps =
          spec.step() > (spec.type() == ParameterType.INT ? 1 : 0)
              ? ", in steps of " + NumberText.format(spec.step())
              : "";
      errors.add(
          new FieldError(
              spec.name() + "." + end,
              "must be %s from %s to %s%s; bounds can only be narrowed"
                  .formatted(
                      spec.type() == ParameterType.INT ? "a whole number" : "a number",
                      NumberText.format(spec.low()),
                      NumberText.format(spec.high()),
                      steps)));
      return unchanged;
    }
    return ((Number) value).doubleValue();
  }

  private static boolean onStep(ParameterSpec spec, double value) {
    if (spec.step() == 0) {
      return true;
    }
    double steps = (value - spec.low()) / spec.step();
    return Math.abs(steps - Math.rint(steps)) < 1e-9;
  }

  private ParameterSpec narrowChoices(ParameterSpec spec, @Nullable Object value) {
    Set<Object> chosen = new LinkedHashSet<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        int choice = spec.choiceOf(item);
        if (choice >= 0) {
          chosen.add(spec.choices().get(choice));
        }
      }
      if (!list.isEmpty() && chosen.size() == list.size()) {
        // the order of the space, whatever that of the request: coordinates are indices
        return spec.withChoices(spec.choices().stream().filter(chosen::contains).toList());
      }
    }
    errors.add(
        new FieldError(
            spec.name() + ".choices",
            "must be a list of one or more distinct values of " + spec.choices()));
    return spec;
  }
}
