package dev.trainyard.optimize;

import dev.trainyard.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** No trial of a study met the constraints: more candles or looser constraints are needed. */
public final class NoFeasibleTrialException extends RuntimeException {
  private final String outcome;
  private final int bestTradeCount;
  private final double smallestDrawdown;
  private final long ruined;

  /** Creates the exception for the trials of a study. */
  public NoFeasibleTrialException(String study, List<Trial> trials) {
    this(
        "none of the %s of %s met the constraints"
            .formatted(Counted.of(trials.size(), "trial"), study),
        "",
        mostTrades(trials),
        smallestDrawdown(trials),
        trials.stream().filter(trial -> trial.metrics().ruined()).count());
  }

  private NoFeasibleTrialException(
      String outcome, String detail, int bestTradeCount, double smallestDrawdown, long ruined) {
    super(outcome + detail);
    this.outcome = outcome;
    this.bestTradeCount = bestTradeCount;
    this.smallestDrawdown = smallestDrawdown;
    this.ruined = ruined;
  }

  /** Returns the same error with the constraints, how close the trials came, and what helps. */
  public NoFeasibleTrialException under(Constraints constraints) {
    List<String> parts = new ArrayList<>();
    parts.add(
        format(
            "min_trades is %,d, and the most trades of any were %,d",
            constraints.minTrades(), bestTradeCount));
    constraints
        .maxDrawdown()
        .ifPresent(
            limit ->
                parts.add(
                    format(
                        "constraints.max_drawdown is %s, and the smallest of any was %.4f",
                        limit, smallestDrawdown)));
    if (ruined > 0) {
      parts.add(format("%,d lost the whole capital", ruined));
    }
    String advice =
        constraints.maxDrawdown().isPresent()
            ? "; loosen min_trades or constraints.max_drawdown, or use more candles"
            : "; loosen min_trades, or use more candles";
    return new NoFeasibleTrialException(
        outcome,
        ": " + String.join("; ", parts) + advice,
        bestTradeCount,
        smallestDrawdown,
        ruined);
  }

  /**
   * Returns the same error for several series, to whose account its figures belong.
   *
   * @param needed number of series that must meet the constraints
   * @param series number of all series
   */
  public NoFeasibleTrialException onEach(int needed, int series) {
    return new NoFeasibleTrialException(
        String.valueOf(getMessage()),
        format(
            ". Of %,d symbols, %,d must meet the constraints by themselves; these figures are those of all together",
            series, needed),
        bestTradeCount,
        smallestDrawdown,
        ruined);
  }

  /** Returns the most trades of any trial. */
  public int bestTradeCount() {
    return bestTradeCount;
  }

  private static int mostTrades(List<Trial> trials) {
    return trials.stream().mapToInt(trial -> trial.metrics().totalTrades()).max().orElse(0);
  }

  /** Returns the smallest drawdown as a fraction of the peak, like the constraint. */
  private static double smallestDrawdown(List<Trial> trials) {
    return trials.stream()
        .mapToDouble(trial -> Math.abs(trial.metrics().maxDrawdownPct()) / 100)
        .min()
        .orElse(0);
  }

  private static String format(String pattern, Object... figures) {
    return String.format(Locale.ROOT, pattern, figures);
  }
}
