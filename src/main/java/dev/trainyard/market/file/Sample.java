package dev.trainyard.market.file;

import java.util.List;
import java.util.function.Predicate;

/**
 * The first candles of a file, by which it is found out what its columns hold.
 *
 * @param rows the rows, as texts
 * @param decimal what separates the decimals of numbers
 */
record Sample(List<List<String>> rows, char decimal) {
  /** How many rows decide. */
  static final int SIZE = 200;

  /** Turnovers are rounded, and some exchanges count them by another price. */
  private static final double SLACK = 0.01;

  /** A share of the rows in which a rule must hold. */
  private static final double ALMOST_ALL = 0.98;

  Sample {
    rows = List.copyOf(rows);
  }

  /** Number of columns that all rows have. */
  int columns() {
    return rows.stream().mapToInt(List::size).min().orElse(0);
  }

  /** A field; empty when the row is too short. */
  String text(int row, int column) {
    List<String> fields = rows.get(row);
    return column < fields.size() ? fields.get(column) : "";
  }

  /** The number in a field; NaN when it is none. */
  double number(int row, int column) {
    return CandleLineParser.numberOf(text(row, column), decimal);
  }

  /** Whether a rule holds for the texts of a column, of which there is at least one. */
  boolean all(int column, Predicate<String> rule) {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> column < row.size() && rule.test(row.get(column)));
  }

  /** Sum of the numbers of a column. */
  double sum(int column) {
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      double value = number(i, column);
      sum += Double.isFinite(value) ? value : 0;
    }
    return sum;
  }

  /** In how many rows prices contradict each other. */
  int contradictions(Prices prices) {
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      double open = number(i, prices.open());
      double high = number(i, prices.high());
      double low = number(i, prices.low());
      double close = number(i, prices.close());
      if (high < low || open < low || open > high || close < low || close > high) {
        count++;
      }
    }
    return count;
  }

  /**
   * How far opens are from the closes before them, in all.
   *
   * @param newestFirst whether the rows go back in time
   */
  double jumps(Prices prices, boolean newestFirst) {
    double sum = 0;
    for (int i = 1; i < rows.size(); i++) {
      int former = newestFirst ? i : i - 1;
      int latter = newestFirst ? i - 1 : i;
      sum += distance(number(latter, prices.open()), number(former, prices.close()));
    }
    return sum;
  }

  private static double distance(double one, double other) {
    double distance = Math.abs(one - other);
    return Double.isFinite(distance) ? distance : 0;
  }

  /** How many rows have more than one price. */
  int moving(Prices prices) {
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      double open = number(i, prices.open());
      if (number(i, prices.high()) != open
          || number(i, prices.low()) != open
          || number(i, prices.close()) != open) {
        count++;
      }
    }
    return count;
  }

  /** Whether a column is the mean price by volume: within low and high where there was any. */
  boolean isMeanPrice(int column, int volume, Prices prices) {
    int within = 0;
    int traded = 0;
    for (int i = 0; i < rows.size(); i++) {
      double mean = number(i, column);
      double counted = number(i, volume);
      if (counted > 0) {
        traded++;
        within += isWithin(mean, i, prices) ? 1 : 0;
      } else if (mean != 0) {
        return false;
      }
    }
    return traded > 0 && within >= ALMOST_ALL * traded;
  }

  /**
   * Whether two columns are volume and turnover: their ratio is a price of the candle.
   *
   * @param size turnover of one unit of the second column
   */
  boolean isTurnover(int volume, int turnover, double size, Prices prices) {
    int fits = 0;
    int traded = 0;
    for (int i = 0; i < rows.size(); i++) {
      double counted = number(i, volume);
      double paid = number(i, turnover) * size;
      if (counted > 0 && paid > 0) {
        traded++;
        fits += isWithin(paid / counted, i, prices) ? 1 : 0;
      }
    }
    return traded > 0 && fits >= ALMOST_ALL * traded;
  }

  private boolean isWithin(double price, int row, Prices prices) {
    return price >= number(row, prices.low()) * (1 - SLACK)
        && price <= number(row, prices.high()) * (1 + SLACK);
  }

  /**
   * Columns of the four prices.
   *
   * @param open column of the open
   * @param high column of the highest price
   * @param low column of the lowest price
   * @param close column of the close
   */
  record Prices(int open, int high, int low, int close) {}
}
