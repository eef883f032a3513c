package dev.trainyard.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a strategy's parameter space.
 *
 * @param name snake_case name, unique in its space
 * @param type what values it takes
 * @param low lowest value, inclusive; NaN for categorical
 * @param high highest value, inclusive; NaN for categorical
 * @param step distance of neighbouring values counted from {@code low}; 0 when any value goes; 1
 *     for a plain int
 * @param log whether the search treats ratios as equal distances; {@code low} is positive then
 * @param choices the values of a categorical parameter, {@link Number} or {@link String}; empty
 *     otherwise
 * @param gridSteps points that a grid search takes of a float
 * @param defaultValue value for a back-test that does not name it, a {@link Number} or a choice
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

  /** Points of a float in a grid search that names none. */
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

  /** Number of its values; that of a grid for a float. */
  public int count() {
    return switch (type) {
      case CATEGORICAL -> choices.size();
      case INT -> (int) ((high - low) / step) + 1;
      case FLOAT -> gridSteps;
    };
  }

  /** A float between two bounds. */
  public static ParameterSpec real(String name, double low, double high) {
    return new ParameterSpec(
        name, ParameterType.FLOAT, low, high, 0, false, List.of(), DEFAULT_GRID_STEPS, low, "");
  }

  /** A float between two bounds on a logarithmic scale. */
  public static ParameterSpec logReal(String name, double low, double high) {
    return new ParameterSpec(
        name, ParameterType.FLOAT, low, high, 0, true, List.of(), DEFAULT_GRID_STEPS, low, "");
  }

  /** A whole number between two bounds. */
  public static ParameterSpec integer(String name, int low, int high) {
    return new ParameterSpec(
        name, ParameterType.INT, low, high, 1, false, List.of(), DEFAULT_GRID_STEPS, low, "");
  }

  /** One of some choices. */
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

  /** Lowest number: the bound, or the smallest choice; NaN when the choices are words. */
  public double lowest() {
    return type == ParameterType.CATEGORICAL ? numericChoices().min().orElse(Double.NaN) : low;
  }

  /** Highest number: the bound, or the largest choice; NaN when the choices are words. */
  public double highest() {
    return type == ParameterType.CATEGORICAL ? numericChoices().max().orElse(Double.NaN) : high;
  }

  /** Whether all its values are whole numbers. */
  public boolean wholeNumbers() {
    return switch (type) {
      case INT -> true;
      case FLOAT -> false;
      case CATEGORICAL -> choices.stream().allMatch(Integer.class::isInstance);
    };
  }

  /** Index of a choice, numbers compared by value; −1 when it is none. */
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

  /** The same with one more choice at the end. */
  public ParameterSpec withChoice(Object choice) {
    List<Object> more = new ArrayList<>(choices);
    more.add(choice);
    return new ParameterSpec(
        name, type, low, high, step, log, more, gridSteps, defaultValue, description);
  }

  /** The same with other bounds. */
  public ParameterSpec withBounds(double newLow, double newHigh) {
    return new ParameterSpec(
        name, type, newLow, newHigh, step, log, choices, gridSteps, defaultValue, description);
  }

  /** The same with other choices. */
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
