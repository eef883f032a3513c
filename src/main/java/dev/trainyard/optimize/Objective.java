package dev.trainyard.optimize;

import dev.trainyard.backtest.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The figure of a back-test that a search maximises. */
public enum Objective {
  SHARPE_RATIO("sharpe_ratio"),
  SORTINO_RATIO("sortino_ratio"),
  CALMAR_RATIO("calmar_ratio"),
  NET_PROFIT("net_profit"),
  PROFIT_FACTOR("profit_factor"),
  EXPECTANCY("expectancy");

  private final String label;

  Objective(String label) {
    this.label = label;
  }

  /** Returns the name in requests, SQL and files, such as {@code sharpe_ratio}. */
  public String label() {
    return label;
  }

  /**
   * Returns the score of a back-test. A ratio that {@code close-fill} leaves infinite counts as
   * {@link Metrics#RATIO_CAP}.
   */
  public double score(Metrics metrics) {
    double score =
        switch (this) {
          case SHARPE_RATIO -> metrics.sharpeRatio();
          case SORTINO_RATIO -> metrics.sortinoRatio();
          case CALMAR_RATIO -> metrics.calmarRatio();
          case NET_PROFIT -> metrics.netProfit();
          case PROFIT_FACTOR -> metrics.trades().profitFactor();
          case EXPECTANCY -> metrics.trades().expectancy();
        };
    return Double.isInfinite(score) ? StrictMath.copySign(Metrics.RATIO_CAP, score) : score;
  }

  /** Returns the objective that a label names, or empty when it names none. */
  public static Optional<Objective> of(String label) {
    return Arrays.stream(values()).filter(o -> o.label.equals(label)).findFirst();
  }

  /** Returns all labels, the default first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Objective::label).toList();
  }
}
