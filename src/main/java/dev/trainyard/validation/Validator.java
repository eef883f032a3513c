package dev.trainyard.validation;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.Metrics;
import dev.trainyard.backtest.ReturnMoments;
import dev.trainyard.optimize.BasketEvaluator;
import dev.trainyard.optimize.RandomStream;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.TrialFailedException;
import dev.trainyard.optimize.study.BackgroundTask;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.validation.ValidationReport.Validated;
import dev.trainyard.validation.risk.SupplementaryAnalysis;
import dev.trainyard.validation.robustness.CircularShiftPValue;
import dev.trainyard.validation.robustness.PboSample;
import dev.trainyard.validation.robustness.Robustness;
import dev.trainyard.validation.robustness.Sensitivity;
import dev.trainyard.validation.robustness.Stress;
import dev.trainyard.validation.split.LookAhead;
import dev.trainyard.validation.split.LookAheadException;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.verdict.Breadth;
import dev.trainyard.validation.verdict.DeflatedSharpe;
import dev.trainyard.validation.verdict.Evidence;
import dev.trainyard.validation.verdict.Lifecycle;
import dev.trainyard.validation.verdict.LifecycleStage;
import dev.trainyard.validation.verdict.ProbabilisticSharpe;
import dev.trainyard.validation.verdict.VerdictReport;
import dev.trainyard.validation.walkforward.ValidationListener;
import dev.trainyard.validation.walkforward.WalkForwardResult;
import dev.trainyard.validation.walkforward.WalkForwardRun;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Validates the winner of a search. Its parameters never change; the walk-forward windows judge the
 * search that found them.
 */
public final class Validator {
  /** The most candles that are tested for look-ahead, counted from the first. */
  public static final int LOOK_AHEAD_CANDLES = LookAhead.MAX_CANDLES;

  private final StudyRunner runner;

  /** Creates a validator that runs its trials on a runner. */
  public Validator(StudyRunner runner) {
    this.runner = runner;
  }

  /** Validates without a listener, from the start. */
  public ValidationReport validate(RangeEvaluator evaluator, Split split, Study search)
      throws InterruptedException {
    return validate(evaluator, split, search, study -> {}, ValidationListener.NONE, () -> false);
  }

  /**
   * Validates the winner of a search. The report is the same on any number of threads, and after
   * any restart with the stored trials.
   *
   * @param evaluator the evaluator of the search, over [0, {@code split.searchTo()})
   * @param split division of its candles
   * @param search the finished study
   * @param stored restores the stored trials of a window's study; called once for each window, when
   *     it begins
   * @param listener receives each step
   * @param cancelled checked between trials
   * @throws dev.trainyard.optimize.NoFeasibleTrialException when the search has no winner
   * @throws LookAheadException when the strategy looks ahead
   * @throws dev.trainyard.optimize.TrialFailedException when a trial of a window fails
   * @throws java.util.concurrent.CancellationException when {@code cancelled} says so
   * @throws InterruptedException when the thread is interrupted
   * @throws IllegalArgumentException when the search saw other candles than those of the split
   */
  public ValidationReport validate(
      RangeEvaluator evaluator,
      Split split,
      Study search,
      Consumer<Study> stored,
      ValidationListener listener,
      BooleanSupplier cancelled)
      throws InterruptedException {
    if (evaluator.from() != 0 || evaluator.to() != split.searchTo()) {
      throw new IllegalArgumentException(
          "the search saw the candles %d to %d, the split gives it 0 to %d"
              .formatted(evaluator.from(), evaluator.to(), split.searchTo()));
    }
    Parameters winner = search.winner().parameters();
    RangeEvaluator onHoldout = evaluator.over(split.holdoutFrom(), split.size());
    BacktestResult result = onHoldout.backtest(winner);
    try (BackgroundTask<Parameters> lookAhead =
            runner.aside(
                () -> {
                  LookAhead.refuse(evaluator, winner);
                  return winner;
                });
        BackgroundTask<SupplementaryAnalysis> particulars =
            runner.aside(() -> SupplementaryAnalysis.of(onHoldout, winner, result, search))) {
      WalkForwardResult walkForward;
      try {
        walkForward =
            new WalkForwardRun(runner, evaluator, split, search.definition())
                .result(stored, listener, cancelled);
      } catch (TrialFailedException e) {
        // A strategy that looks ahead may fail for that very reason
        lookAhead.get();
        throw e;
      }
      lookAhead.get();
      PeriodMetrics inSample = block(evaluator, winner);
      PeriodMetrics holdout = PeriodMetrics.of(result);
      PeriodMetrics full = block(evaluator.over(0, split.size()), winner);
      Robustness robustness =
          new Robustness(
              CircularShiftPValue.of(
                  onHoldout.exposures(winner),
                  new RandomStream(search.definition().seed(), "p-value")),
              PboSample.compare(runner, evaluator, search),
              Stress.of(onHoldout, winner),
              Sensitivity.of(runner, evaluator, search.winner(), cancelled));
      List<MarketResult> markets = markets(evaluator, onHoldout, search);
      VerdictReport judgement =
          VerdictReport.of(
              evidence(
                  split,
                  search,
                  inSample.metrics(),
                  holdout.metrics(),
                  robustness,
                  breadth(evaluator, markets)));
      return new ValidationReport(
          inSample,
          Optional.of(
              new Validated(holdout, full, walkForward, judgement, particulars.get(), markets)),
          lifecycle(judgement, holdout.metrics(), walkForward));
    }
  }

  /**
   * Returns the report of a search without validation.
   *
   * @param evaluator the evaluator of the search
   * @throws dev.trainyard.optimize.NoFeasibleTrialException when the search has no winner
   * @throws LookAheadException when the strategy looks ahead
   */
  public static ValidationReport withoutValidation(RangeEvaluator evaluator, Study search) {
    LookAhead.refuse(evaluator, search.winner().parameters());
    PeriodMetrics inSample = block(evaluator, search.winner().parameters());
    return new ValidationReport(
        inSample,
        Optional.empty(),
        new Lifecycle(LifecycleStage.unvalidated(inSample.metrics()), OptionalDouble.empty()));
  }

  /** Returns the winner on each of several series; empty with one. */
  private static List<MarketResult> markets(
      RangeEvaluator evaluator, RangeEvaluator onHoldout, Study search) {
    return evaluator instanceof BasketEvaluator basket
            && onHoldout instanceof BasketEvaluator holdout
        ? MarketResult.of(basket, holdout, search.winner().parameters(), search.definition().seed())
        : List.of();
  }

  private static Optional<Breadth> breadth(RangeEvaluator evaluator, List<MarketResult> markets) {
    return evaluator instanceof BasketEvaluator basket
        ? Optional.of(
            new Breadth(
                basket.across(),
                symbols(markets, MarketResult::isProfitable),
                symbols(markets, Predicate.not(MarketResult::isProfitable))))
        : Optional.empty();
  }

  private static List<String> symbols(List<MarketResult> markets, Predicate<MarketResult> some) {
    return markets.stream().filter(some).map(MarketResult::symbol).toList();
  }

  private static Evidence evidence(
      Split split,
      Study search,
      Metrics inSample,
      Metrics holdout,
      Robustness robustness,
      Optional<Breadth> breadth) {
    ReturnMoments returns = inSample.returns();
    return new Evidence(
        split,
        inSample,
        holdout,
        robustness,
        ProbabilisticSharpe.probability(holdout.returns(), 0),
        DeflatedSharpe.underLuck(returns, search.feasibleTrials()),
        DeflatedSharpe.published(returns, search.feasibleTrials()),
        breadth);
  }

  private static Lifecycle lifecycle(
      VerdictReport judgement, Metrics holdout, WalkForwardResult walkForward) {
    return new Lifecycle(
        LifecycleStage.of(judgement.verdict(), holdout, judgement.robustness().pValue()),
        OptionalDouble.of(Lifecycle.confidence(holdout, walkForward.stability())));
  }

  private static PeriodMetrics block(RangeEvaluator evaluator, Parameters parameters) {
    return PeriodMetrics.of(evaluator.backtest(parameters));
  }
}
