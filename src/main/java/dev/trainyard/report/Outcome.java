package dev.trainyard.report;

/** What became of money, as the drawings show it. */
enum Outcome {
  WIN,
  LOSS,
  /** Neither, such as where nothing was traded. */
  FLAT;

  /** The outcome of a result after all costs. */
  static Outcome of(double result) {
    if (result > 0) {
      return WIN;
    }
    return result < 0 ? LOSS : FLAT;
  }

  /** Its name in a class of the styles, alone or as a prefix. */
  String style() {
    return switch (this) {
      case WIN -> "win";
      case LOSS -> "loss";
      case FLAT -> "flat";
    };
  }
}
