package dev.trainyard.optimize;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.strategy.Parameters;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One finished trial of a study.
 *
 * @param number 0 for the first trial of the study
 * @param parameters parameters of the trial
 * @param score value of the objective, larger is better
 * @param violation amount by which it violates the constraints, 0 when all hold
 * @param metrics all figures of the back-test
 * @param returns returns over time; empty in the memory of a {@link Study}, which no longer needs
 *     them, and for a trial that reuses a result
 * @param reusedFrom number of the earlier trial with the same parameters whose result this trial
 *     reuses
 */
public record Trial(
    int number,
    Parameters parameters,
    double score,
    double violation,
    Metrics metrics,
    Optional<ReturnBuckets> returns,
    OptionalInt reusedFrom) {

  /**
   * Orders feasible trials by score, then infeasible ones by violation, after K. Deb, "An efficient
   * constraint handling method for genetic algorithms", 2000; ties go to the lower number.
   */
  public static final Comparator<Trial> BEST_FIRST =
      Comparator.comparingDouble(Trial::violation)
          .thenComparing(Comparator.comparingDouble(Trial::score).reversed())
          .thenComparingInt(Trial::number);

  /** Creates a trial with its own result. */
  public static Trial evaluated(int number, Parameters parameters, Evaluation evaluation) {
    return new Trial(
        number,
        parameters,
        evaluation.score(),
        evaluation.violation(),
        evaluation.metrics(),
        Optional.of(evaluation.returns()),
        OptionalInt.empty());
  }

  /** Creates a later trial with the same parameters that reuses this result. */
  public Trial reusedAs(int laterNumber) {
    return new Trial(
        laterNumber,
        parameters,
        score,
        violation,
        metrics,
        Optional.empty(),
        OptionalInt.of(reusedFrom.orElse(number)));
  }

  /** Returns the same trial without its returns. */
  public Trial withoutReturns() {
    return new Trial(number, parameters, score, violation, metrics, Optional.empty(), reusedFrom);
  }

  /** Returns whether all constraints hold. */
  public boolean feasible() {
    return violation == 0;
  }
}
