package dev.trainyard.backtest;

/** Returns per bar from an equity curve. */
final class Returns {
  private Returns() {}

  /** Change of equity over the capital (fixed sizing) or over the equity before (compounding). */
  static double[] of(double[] equity, BacktestSettings settings) {
    boolean compounding = settings.sizing() == Sizing.COMPOUNDING;
    double capital = settings.capital();
    double[] returns = new double[equity.length];
    double before = capital;
    for (int i = 0; i < equity.length; i++) {
      double change = equity[i] - before;
      if (change != 0) {
        // a short can lose more than everything in one bar: nothing follows that has a base
        double base = compounding ? before : capital;
        returns[i] = base > 0 ? change / base : 0;
      }
      before = equity[i];
    }
    return returns;
  }
}
