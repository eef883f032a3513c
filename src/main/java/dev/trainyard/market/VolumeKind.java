package dev.trainyard.market;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the volumes of a series count. */
public enum VolumeKind {
  /** The base currency: of BTC/USDT, how many BTC changed hands. */
  BASE,
  /** The quote currency: of BTC/USDT, how many USDT were paid. */
  QUOTE,
  /** Contracts of a derivative, whose size is not known. */
  CONTRACTS,
  /** Changes of the price, as brokers of currencies count them. */
  TICKS;

  /** Returns the name in requests, SQL and JSON. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the kind of a label; empty when there is none. */
  public static Optional<VolumeKind> of(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label().equals(label)).findFirst();
  }

  /** Returns all labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(VolumeKind::label).toList();
  }
}
