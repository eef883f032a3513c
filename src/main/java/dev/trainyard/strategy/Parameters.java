package dev.trainyard.strategy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One point of a {@link ParameterSpace}.
 *
 * <p>A coordinate is the value itself for floats and ints, and the index of the choice for a
 * categorical parameter. Immutable; equal when the coordinates are equal bit for bit.
 */
public final class Parameters {
  private final ParameterSpace space;
  private final double[] coordinates;

  /** Copies the coordinates, one per dimension of the space. */
  public Parameters(ParameterSpace space, double[] coordinates) {
    if (coordinates.length != space.size()) {
      throw new IllegalArgumentException(
          "%d coordinates for %d parameters".formatted(coordinates.length, space.size()));
    }
    this.space = space;
    this.coordinates = coordinates.clone();
  }

  /** Returns the space that contains this point. */
  public ParameterSpace space() {
    return space;
  }

  /** Returns the coordinate at a position: a value, or the index of a choice. */
  public double coordinate(int index) {
    return coordinates[index];
  }

  /**
   * Returns the numeric value at a position: of a float, an int, or a categorical parameter whose
   * choices are numbers.
   */
  public double number(int index) {
    ParameterSpec spec = space.get(index);
    return spec.type() == ParameterType.CATEGORICAL
        ? ((Number) spec.choices().get((int) coordinates[index])).doubleValue()
        : coordinates[index];
  }

  /** Returns the whole-number value at a position. */
  public int integer(int index) {
    return (int) Math.round(number(index));
  }

  /**
   * Returns the value at a position as users see it: an {@link Integer}, a {@link Double}, or the
   * choice.
   */
  public Object value(int index) {
    ParameterSpec spec = space.get(index);
    return switch (spec.type()) {
      case FLOAT -> coordinates[index];
      case INT -> (int) coordinates[index];
      case CATEGORICAL -> spec.choices().get((int) coordinates[index]);
    };
  }

  /** Returns all values by name, in the order of the space. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < coordinates.length; i++) {
      map.put(space.get(i).name(), value(i));
    }
    return map;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Parameters that
        && space.equals(that.space)
        && Arrays.equals(coordinates, that.coordinates);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(coordinates);
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
