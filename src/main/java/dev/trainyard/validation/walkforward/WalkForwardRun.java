package dev.trainyard.validation.walkforward;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.WalkForwardWindow;
import dev.trainyard.validation.walkforward.WindowResult.Chosen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Runs a search in each walk-forward window and joins the tests. */
public final class WalkForwardRun {

  private final StudyRunner runner;
  private final RangeEvaluator evaluator;
  private final Split split;
  private final StudyDefinition search;
  private final int trials;
  private final double[] returns;
  private int done;

  /** Creates the run of the windows of a split. */
  public WalkForwardRun(
      StudyRunner runner, RangeEvaluator evaluator, Split split, StudyDefinition search) {
    this.runner = runner;
    this.evaluator = evaluator;
    this.split = split;
    this.search = search;
    this.trials = split.trialsPerWindow(search.trials());
    this.returns = new double[split.searchTo() - testStart()];
  }

  /**
   * Runs the windows and returns their result.
   *
   * @param stored returns the stored trials of a window's study by its name
   * @param listener receives each step
   * @param cancelled checked between trials
   * @throws InterruptedException when the calling thread is interrupted
   */
  public WalkForwardResult result(
      Function<String, List<Trial>> stored, ValidationListener listener, BooleanSupplier cancelled)
      throws InterruptedException {
    List<WindowResult> results = new ArrayList<>();
    for (WalkForwardWindow window : split.windows()) {
      Study study = new Study(search.named(window.study(), trials), stored.apply(window.study()));
      done += study.size();
      listener.progressed(done, trials * split.windows().size());
      runner.run(
          study,
          training(window),
          (trial, best) -> {
            listener.onTrial(window.study(), trial);
            listener.progressed(++done, trials * split.windows().size());
          },
          cancelled);
      WindowResult result =
          new WindowResult(
              window,
              study.size(),
              study.best().filter(Trial::feasible).map(best -> test(window, best.parameters())));
      results.add(result);
      listener.windowFinished(result);
    }
    JoinedCurve joined =
        new JoinedCurve(evaluator.time(), testStart(), returns, evaluator.settings().sizing());
    return WalkForwardResult.of(results, joined);
  }

  /**
   * Returns the evaluator of a window's search; a shorter part needs proportionally fewer trades.
   */
  private RangeEvaluator training(WalkForwardWindow window) {
    double share = (double) window.trainBars() / split.searchTo();
    int minTrades = evaluator.constraints().minTrades();
    int scaled = minTrades == 0 ? 0 : Math.max(1, (int) Math.round(minTrades * share));
    return evaluator
        .over(window.trainFrom(), window.trainTo())
        .with(evaluator.constraints().withMinTrades(scaled));
  }

  private Chosen test(WalkForwardWindow window, Parameters parameters) {
    BacktestResult inSample =
        evaluator.over(window.trainFrom(), window.trainTo()).backtest(parameters);
    BacktestResult outOfSample =
        evaluator.over(window.testFrom(), window.testTo()).backtest(parameters);
    System.arraycopy(
        outOfSample.returns(), 0, returns, window.testFrom() - testStart(), window.testBars());
    return new Chosen(parameters, PeriodMetrics.of(inSample), PeriodMetrics.of(outOfSample));
  }

  private int testStart() {
    return split.windows().get(0).testFrom();
  }
}
