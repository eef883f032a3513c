package dev.trainyard.validation.split;

/**
 * One step of a walk-forward test: parameters are searched on one range of candles and tested on
 * the next.
 *
 * @param number 1 for the oldest
 * @param trainFrom first candle of the search, inclusive
 * @param trainTo its end, exclusive; the embargo lies between it and the test
 * @param testFrom first candle of the test, inclusive
 * @param testTo its end, exclusive
 */
public record WalkForwardWindow(int number, int trainFrom, int trainTo, int testFrom, int testTo) {

  /** Name of the window's study, such as {@code window-1}. */
  public String study() {
    return "window-" + number;
  }

  /** Number of candles that its search sees. */
  public int trainBars() {
    return trainTo - trainFrom;
  }

  /** Number of candles that follow. */
  public int testBars() {
    return testTo - testFrom;
  }
}
