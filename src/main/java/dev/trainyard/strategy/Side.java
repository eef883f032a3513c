package dev.trainyard.strategy;

/** The direction of a signal or a position. */
public enum Side {
  LONG(1),
  SHORT(-1);

  private final int sign;

  Side(int sign) {
    this.sign = sign;
  }

  /** Returns +1 for long, −1 for short. */
  public int sign() {
    return sign;
  }
}
