package dev.trainyard.retention;

import java.time.Duration;

/** Removes some rows whose time is over, in the transaction of its caller. */
@FunctionalInterface
public interface Removal {

  /**
   * Removes the next rows.
   *
   * @param kept how long they are kept
   * @param most about how many to remove
   */
  Step next(Duration kept, int most);

  /**
   * What one transaction has done.
   *
   * @param rows how many it has removed
   * @param goesOn whether there may be more
   */
  record Step(long rows, boolean goesOn) {
    /** Nothing was left to remove. */
    public static final Step DONE = new Step(0, false);

    /** A step of a statement that removes as many rows as it may. */
    public static Step of(long rows, int most) {
      return new Step(rows, rows >= most);
    }
  }
}
