package dev.trainyard.backtest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rules by which a signal becomes fills. */
public enum ExecutionModel {
  /** Fills at the next open, gaps and costs included, equity marked to market at each bar. */
  REALISTIC("realistic"),
  /** Fills at the close of the signal's own bar: the rules of the system that this one replaced. */
  CLOSE_FILL("close-fill");

  private final String label;

  ExecutionModel(String label) {
    this.label = label;
  }

  /** Returns the name in requests, SQL and files, such as {@code close-fill}. */
  public String label() {
    return label;
  }

  /** Returns the model that a label names, or empty when it names none. */
  public static Optional<ExecutionModel> of(String label) {
    return Arrays.stream(values()).filter(model -> model.label.equals(label)).findFirst();
  }

  /** Returns all labels, the default first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(ExecutionModel::label).toList();
  }
}
