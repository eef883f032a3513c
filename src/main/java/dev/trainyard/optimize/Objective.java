package dev.trainyard.optimize;

import dev.trainyard.backtest.Metrics;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The figure of a back-test that a search makes as large as it can. */
public enum Objective {
  SHARPE_RATIO("sharpe_ratio", Metrics::sharpeRatio),
  SORTINO_RATIO("sortino_ratio", Metrics::sortinoRatio),
  CALMAR_RATIO("calmar_ratio", Metrics::calmarRatio),
  NET_PROFIT("net_profit", Metrics::netProfit),
  PROFIT_FACTOR("profit_factor", metrics -> metrics.trades().profitFactor()),
  EXPECTANCY("expectancy", metrics -> metrics.trades().expectancy());

  private final String label;
  private final ToDoubleFunction<Metrics> figure;

  Objective(String label, ToDoubleFunction<Metrics> figure) {
    this.label = label;
    this.figure = figure;
  }

  /** The name in requests, SQL and files, such as {@code sharpe_ratio}. */
  public String label() {
    return label;
  }

  /**
   * The score of a back-test. A ratio that {@code close-fill} leaves infinite counts as {@link
   * Metrics#RATIO_CAP}.
   */
  public double score(Metrics metrics) {
    double score = figure.applyAsDouble(metrics);
    return Double.isInfinite(score) ? StrictMath.copySign(Metrics.RATIO_CAP, score) : score;
  }

  /** The objective of a label, empty when there is none. */
  public static Optional<Objective> of(String label) {
    return Arrays.stream(values()).filter(o -> o.label.equals(label)).findFirst();
  }

  /** All labels, the default first. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(Objective::label).toList();
  }
}
