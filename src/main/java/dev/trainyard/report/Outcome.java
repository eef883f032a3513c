package dev.trainyard.report;

/** The outcome of trading, as the drawings show it. */
enum Outcome {
  WIN,
  LOSS,
  /** Neither gain nor loss, for example without trades. */
  FLAT;

  /** Returns the outcome of a result after all costs. */
  static Outcome of(double result) {
    if (result > 0) {
      return WIN;
    }
    return result < 0 ? LOSS : FLAT;
  }

  /** Returns the name in a class of the styles, alone or as a prefix. */
  String style() {
    return switch (this) {
      case WIN -> "win";
      case LOSS -> "loss";
      case FLAT -> "flat";
    };
  }
}
