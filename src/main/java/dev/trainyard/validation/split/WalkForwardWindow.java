package dev.trainyard.validation.split;

/**
 * One step of a walk-forward test: a search on one range of candles and a test of its parameters on
 * the next.
 *
 * @param number 1 for the oldest
 * @param trainFrom first candle of the search, inclusive
 * @param trainTo end of the search, exclusive; the embargo lies between it and the test
 * @param testFrom first candle of the test, inclusive
 * @param testTo end of the test, exclusive
 */
public record WalkForwardWindow(int number, int trainFrom, int trainTo, int testFrom, int testTo) {

  /** Returns the name of the window's study, such as {@code window-1}. */
  public String study() {
    return "window-" + number;
  }

  /** Returns the number of candles of its search. */
  public int trainBars() {
    return trainTo - trainFrom;
  }

  /** Returns the number of candles of its test. */
  public int testBars() {
    return testTo - testFrom;
  }
}
