package dev.trainyard.market;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kind of market at a bar, see {@link Regimes}. */
public enum Regime {
  /** Prices rise by more than chance explains. */
  BULL,
  /** Prices fall by more than chance explains. */
  BEAR,
  /** Prices show no trend beyond chance. */
  SIDEWAYS,
  /** Prices move more than they usually do, in whichever direction. */
  VOLATILE;

  /** Returns the name in requests, SQL and JSON, such as {@code bull}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the regime with a label; empty when there is none. */
  public static Optional<Regime> of(String label) {
    return Arrays.stream(values()).filter(regime -> regime.label().equals(label)).findFirst();
  }
}
