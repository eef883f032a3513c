package dev.trainyard.strategy;

/** What values a parameter takes. */
public enum ParameterType {
  /** Any number between two bounds, optionally on a grid of steps. */
  FLOAT,
  /** A whole number between two bounds. */
  INT,
  /** One of a list of choices, numbers or words. */
  CATEGORICAL
}
