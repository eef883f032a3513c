package dev.trainyard.strategy.parameter;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.text.Checked;
import dev.trainyard.text.FieldError;
import dev.trainyard.text.NearestNames;
import dev.trainyard.text.NumberText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a point of a space from a user's values by name.
 *
 * <p>A missing value is the default. A number may lie outside the search bounds, because a quant
 * may want to see what happens there. It must be positive, and between a tenth of the lowest and
 * ten times the highest value. Numeric choices follow the same rule.
 */
public final class ParameterReader {
  private static final double LATITUDE = 10;

  private final ParameterSpace space;

  /** Creates a reader for points of a space. */
  public ParameterReader(ParameterSpace space) {
    this.space = space;
  }

  /**
   * Reads the point that the values name. Its space is the reader's, or one with a further choice
   * when a number is not one of the listed ones.
   */
  public Checked<Parameters> read(Map<String, ?> values) {
    List<FieldError> errors = new ArrayList<>();
    refuseUnknown(values.keySet(), errors);
    List<ParameterSpec> specs = new ArrayList<>(space.parameters());
    double[] coordinates = new double[space.size()];
    for (int i = 0; i < coordinates.length; i++) {
      ParameterSpec spec = specs.get(i);
      Object value = values.get(spec.name());
      if (value == null) {
        value = spec.defaultValue();
      }
      int choice = spec.choiceOf(value);
      if (choice >= 0) {
        coordinates[i] = choice;
      } else if (isWord(spec)) {
        errors.add(new FieldError(spec.name(), "must be one of " + spec.choices()));
      } else {
        check(spec, value, errors);
        if (value instanceof Number number) {
          if (spec.type() == ParameterType.CATEGORICAL) {
            coordinates[i] = spec.choices().size();
            specs.set(i, spec.withChoice(NumberText.plain(number)));
          } else {
            coordinates[i] = number.doubleValue();
          }
        }
      }
    }
    if (!errors.isEmpty()) {
      return Checked.refused(errors);
    }
    boolean sameSpace = specs.equals(space.parameters());
    return Checked.of(new Parameters(sameSpace ? space : new ParameterSpace(specs), coordinates));
  }

  /** Reads a point of the space itself: every value is present and within its bounds. */
  public Checked<Parameters> readWithin(Map<String, ?> values) {
    List<FieldError> errors = new ArrayList<>();
    refuseUnknown(values.keySet(), errors);
    for (ParameterSpec spec : space.parameters()) {
      Object value = values.get(spec.name());
      boolean categorical = spec.type() == ParameterType.CATEGORICAL;
      boolean within =
          categorical
              ? spec.choiceOf(value) >= 0
              : value instanceof Number number
                  && number.doubleValue() >= spec.low()
                  && number.doubleValue() <= spec.high();
      if (!within) {
        String allowed =
            categorical
                ? "one of " + spec.choices()
                : "%s to %s"
                    .formatted(NumberText.format(spec.low()), NumberText.format(spec.high()));
        errors.add(new FieldError(spec.name(), "must be %s, not %s".formatted(allowed, value)));
      }
    }
    return errors.isEmpty() ? read(values) : Checked.refused(errors);
  }

  private void refuseUnknown(Set<String> names, List<FieldError> errors) {
    for (String name : names) {
      if (space.indexOf(name) < 0) {
        errors.add(new FieldError(name, unknown(name, space)));
      }
    }
  }

  static String unknown(String name, ParameterSpace space) {
    return "no such parameter%s; allowed: %s"
        .formatted(NearestNames.suggestion(name, space.names()), String.join(", ", space.names()));
  }

  private static boolean isWord(ParameterSpec spec) {
    return spec.choices().stream().anyMatch(String.class::isInstance);
  }

  private static void check(ParameterSpec spec, Object value, List<FieldError> errors) {
    double lowest = spec.lowest() / LATITUDE;
    if (spec.wholeNumbers()) {
      lowest = Math.ceil(lowest);
    }
    double highest = spec.highest() * LATITUDE;
    String range = "%s to %s".formatted(NumberText.format(lowest), NumberText.format(highest));
    String kind = spec.wholeNumbers() ? "a whole number" : "a number";
    String message = "must be %s from %s".formatted(kind, range);
    boolean allowed =
        value instanceof Number number
            && number.doubleValue() > 0
            && number.doubleValue() >= lowest
            && number.doubleValue() <= highest
            && (!spec.wholeNumbers() || NumberText.isWhole(number));
    if (!allowed) {
      errors.add(new FieldError(spec.name(), message));
    }
  }
}
