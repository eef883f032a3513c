package dev.trainyard.optimize.importance;

import dev.trainyard.optimize.Trial;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.Parameters;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Computes which parameters decide whether a trial is among the best, by PED-ANOVA: S. Watanabe, A.
 * Bansal and F. Hutter, "PED-ANOVA: Efficiently quantifying hyperparameter importance in arbitrary
 * subspaces", IJCAI 2023. A parameter does not matter when its values are distributed among the
 * best tenth of the trials as among all; it matters more the larger Pearson's divergence of the two
 * densities is. The result is the effect of each parameter by itself, not of combinations.
 */
public final class ParameterImportance {
  static final int MIN_TRIALS = 30;

  /** The best tenth: 1/γ. */
  private static final int BEST_OF = 10;

  private ParameterImportance() {}

  /**
   * Returns the shares of the importance by parameter, in the order of the space; their sum is 1.
   *
   * @param trials of a search, feasible or not; a reused result counts once
   * @return the shares, or empty with fewer than 30 different trials or when nothing varies
   */
  public static Optional<Map<String, Double>> of(ParameterSpace space, List<Trial> trials) {
    List<Parameters> all =
        trials.stream()
            .filter(trial -> trial.reusedFrom().isEmpty())
            .sorted(Trial.BEST_FIRST)
            .map(Trial::parameters)
            .toList();
    if (all.size() < MIN_TRIALS) {
      return Optional.empty();
    }
    List<Parameters> best = all.subList(0, (all.size() + BEST_OF - 1) / BEST_OF);
    double[] divergences = new double[space.size()];
    double sum = 0;
    for (int p = 0; p < divergences.length; p++) {
      MarginalCells cells = new MarginalCells(space.get(p), p);
      divergences[p] = divergence(cells.density(best), cells.density(all));
      sum += divergences[p];
    }
    if (!(sum > 0)) {
      return Optional.empty();
    }
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int p = 0; p < divergences.length; p++) {
      shares.put(space.get(p).name(), divergences[p] / sum);
    }
    return Optional.of(Collections.unmodifiableMap(shares));
  }

  private static double divergence(double[] best, double[] all) {
    double sum = 0;
    for (int cell = 0; cell < all.length; cell++) {
      double excess = best[cell] / all[cell] - 1;
      sum += all[cell] * excess * excess;
    }
    return sum;
  }
}
