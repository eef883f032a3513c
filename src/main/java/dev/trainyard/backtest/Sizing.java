package dev.trainyard.backtest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the risk of a trade is a share of. */
public enum Sizing {
  /** Of the initial capital; the return of a bar is the change of equity over the capital. */
  FIXED("fixed"),
  /** Of the equity at the entry; the return of a bar is the change over the equity before it. */
  COMPOUNDING("compounding");

  private final String label;

  Sizing(String label) {
    this.label = label;
  }

  /** The name in requests, SQL and files. */
  public String label() {
    return label;
  }

  /** The sizing of a label, empty when there is none. */
  public static Optional<Sizing> of(String label) {
    return Arrays.stream(values()).filter(sizing -> sizing.label.equals(label)).findFirst();
  }

  /** All labels, the default first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Sizing::label).toList();
  }
}
