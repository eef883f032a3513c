package dev.trainyard.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kind of values that a parameter takes. */
public enum ParameterType {
  /** Any number between two bounds, optionally on a grid of steps. */
  FLOAT,
  /** A whole number between two bounds. */
  INT,
  /** One of a list of choices, numbers or words. */
  CATEGORICAL;

  /** Returns the name in JSON and files, such as {@code float}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the type with a label; empty when there is none. */
  public static Optional<ParameterType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }

  /** Returns all labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ParameterType::label).toList();
  }
}
