package dev.trainyard.backtest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The amount that the risk of a trade is a share of. */
public enum Sizing {
  /** The initial capital; the return of a bar is the change of equity over the capital. */
  FIXED("fixed"),
  /**
   * The equity at the entry; the return of a bar is the change of equity over the equity before the
   * bar.
   */
  COMPOUNDING("compounding");

  private final String label;

  Sizing(String label) {
    this.label = label;
  }

  /** Returns the name in requests, SQL and files. */
  public String label() {
    return label;
  }

  /** Returns the sizing that a label names, or empty when it names none. */
  public static Optional<Sizing> of(String label) {
    return Arrays.stream(values()).filter(sizing -> sizing.label.equals(label)).findFirst();
  }

  /** Returns all labels, the default first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Sizing::label).toList();
  }
}
