package dev.trainyard.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a strategy's parameter space.
 *
 * @param name snake_case name, unique in its space
 * @param type the kind of its values
 * @param low lowest value, inclusive; NaN for categorical
 * @param high highest value, inclusive; NaN for categorical
 * @param step distance of neighbouring values counted from {@code low}; 0 when any value is
 *     allowed; 1 for a plain int
 * @param log whether the search treats ratios as equal distances; {@code low} is positive then
 * @param choices the values of a categorical parameter, {@link Number} or {@link String}; empty
 *     otherwise
 * @param gridSteps number of values of a float in a grid search
 * @param defaultValue value when a back-test does not name it, a {@link Number} or a choice
 * @param description one sentence for a user
 */
public record ParameterSpec(
    String name,
    ParameterType type,
    double low,
    double high,
    double step,
    boolean log,
    List<Object> choices,
    int gridSteps,
    Object defaultValue,
    String description) {

  /** Default number of values of a float in a grid search. */
  public static final int DEFAULT_GRID_STEPS = 3;

  public ParameterSpec {
    choices = List.copyOf(choices);
    if (type == ParameterType.CATEGORICAL) {
      if (choices.isEmpty()) {
        throw new IllegalArgumentException(name + ": a categorical parameter needs choices");
      }
    } else if (!(low <= high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(name + ": low must be at most high");
    } else if (log && low <= 0) {
      throw new IllegalArgumentException(name + ": a log parameter needs a positive low");
    }
  }

  /** Returns the number of its values; for a float, the number in a grid search. */
  public int count() {
    return switch (type) {
      case CATEGORICAL -> choices.size();
      case INT -> (int) ((high - low) / step) + 1;
      case FLOAT -> gridSteps;
    };
  }

  /** Creates a float between two bounds. */
  public static ParameterSpec real(String name, double low, double high) {
    return new ParameterSpec(
        name, ParameterType.FLOAT, low, high, 0, false, List.of(), DEFAULT_GRID_STEPS, low, "");
  }

  /** Creates a float between two bounds on a logarithmic scale. */
  public static ParameterSpec logReal(String name, double low, double high) {
    return new ParameterSpec(
        name, ParameterType.FLOAT, low, high, 0, true, List.of(), DEFAULT_GRID_STEPS, low, "");
  }

  /** Creates a whole number between two bounds. */
  public static ParameterSpec integer(String name, int low, int high) {
    return new ParameterSpec(
        name, ParameterType.INT, low, high, 1, false, List.of(), DEFAULT_GRID_STEPS, low, "");
  }

  /** Creates a choice from a list. */
  public static ParameterSpec categorical(String name, List<Object> choices) {
    return new ParameterSpec(
        name,
        ParameterType.CATEGORICAL,
        Double.NaN,
        Double.NaN,
        0,
        false,
        choices,
        DEFAULT_GRID_STEPS,
        choices.get(0),
        "");
  }

  /**
   * Returns the lowest number: the bound, or the smallest choice; NaN when the choices are words.
   */
  public double lowest() {
    return type == ParameterType.CATEGORICAL ? numericChoices().min().orElse(Double.NaN) : low;
  }

  /**
   * Returns the highest number: the bound, or the largest choice; NaN when the choices are words.
   */
  public double highest() {
    return type == ParameterType.CATEGORICAL ? numericChoices().max().orElse(Double.NaN) : high;
  }

  /** Returns whether all its values are whole numbers. */
  public boolean wholeNumbers() {
    return switch (type) {
      case INT -> true;
      case FLOAT -> false;
      case CATEGORICAL -> choices.stream().allMatch(Integer.class::isInstance);
    };
  }

  /**
   * Returns the index of a choice, comparing numbers by value; −1 when the value is not a choice.
   */
  public int choiceOf(@Nullable Object value) {
    for (int i = 0; i < choices.size(); i++) {
      Object choice = choices.get(i);
      boolean same =
          (choice instanceof Number a && value instanceof Number b)
              ? a.doubleValue() == b.doubleValue()
              : choice.equals(value);
      if (same) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the same parameter with one more choice at the end. */
  public ParameterSpec withChoice(Object choice) {
    List<Object> more = new ArrayList<>(choices);
    more.add(choice);
    return new ParameterSpec(
        name, type, low, high, step, log, more, gridSteps, defaultValue, description);
  }

  /** Returns the same parameter with other bounds. */
  public ParameterSpec withBounds(double newLow, double newHigh) {
    return new ParameterSpec(
        name, type, newLow, newHigh, step, log, choices, gridSteps, defaultValue, description);
  }

  /** Returns the same parameter with other choices. */
  public ParameterSpec withChoices(List<Object> others) {
    return new ParameterSpec(
        name, type, low, high, step, log, others, gridSteps, defaultValue, description);
  }

  private DoubleStream numericChoices() {
    return choices.stream()
        .filter(Number.class::isInstance)
        .mapToDouble(choice -> ((Number) choice).doubleValue());
  }
}
