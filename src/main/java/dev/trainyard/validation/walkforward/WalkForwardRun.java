package dev.trainyard.validation.walkforward;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.RangeEvaluator;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.BackgroundTask;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRun;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.validation.split.PeriodMetrics;
import dev.trainyard.validation.split.Split;
import dev.trainyard.validation.split.WalkForwardWindow;
import dev.trainyard.validation.walkforward.WindowResult.Chosen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Runs a search in each walk-forward window and joins the tests. */
public final class WalkForwardRun {

  private final StudyRunner runner;
  private final RangeEvaluator evaluator;
  private final Split split;
  private final StudyDefinition search;
  private final int trials;
  private final double[] returns;

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
   * Runs the windows, several at a time, and returns their result.
   *
   * @param stored restores the stored trials of a window's study; called when it begins
   * @param listener receives each step; windows finish in order
   * @param cancelled checked between trials
   * @throws InterruptedException when the calling thread is interrupted
   */
  public WalkForwardResult result(
      Consumer<Study> stored, ValidationListener listener, BooleanSupplier cancelled)
      throws InterruptedException {
    try (Windows windows = new Windows(stored, listener)) {
      runner.run(windows.runs(), cancelled);
      List<WindowResult> results = windows.results();
      JoinedCurve joined =
          new JoinedCurve(evaluator.time(), testStart(), returns, evaluator.settings().sizing());
      return WalkForwardResult.of(results, joined);
    }
  }

  /** The windows under way. */
  private final class Windows implements AutoCloseable {
    private final Consumer<Study> stored;
    private final ValidationListener listener;
    private final Map<WalkForwardWindow, BackgroundTask<WindowResult>> tests = new HashMap<>();
    private final List<WindowResult> results = new ArrayList<>();
    private int done;

    Windows(Consumer<Study> stored, ValidationListener listener) {
      this.stored = stored;
      this.listener = listener;
    }

    List<StudyRun> runs() {
      return split.windows().stream().<StudyRun>map(Search::new).toList();
    }

    List<WindowResult> results() throws InterruptedException {
      while (results.size() < split.windows().size()) {
        finishNext();
      }
      return results;
    }

    private void finishNext() throws InterruptedException {
      WalkForwardWindow next = split.windows().get(results.size());
      WindowResult result = Objects.requireNonNull(tests.get(next), "a window is not tested").get();
      results.add(result);
      listener.windowFinished(result);
    }

    private void progressed() {
      listener.progressed(done, trials * split.windows().size());
    }

    @Override
    public void close() {
      tests.values().forEach(BackgroundTask::close);
    }

    /** The search in a window, whose winner is tested while other windows go on. */
    private final class Search implements StudyRun {
      private final WalkForwardWindow window;

      Search(WalkForwardWindow window) {
        this.window = window;
      }

      @Override
      public Study begin() {
        Study study = new Study(search.named(window.study(), trials));
        stored.accept(study);
        done += study.size();
        progressed();
        return study;
      }

      @Override
      public Evaluator evaluator() {
        return training(window);
      }

      @Override
      public void onTrial(Trial trial, Trial best) {
        listener.onTrial(window.study(), trial);
        done++;
        progressed();
      }

      @Override
      public void ended(Study study) {
        tests.put(window, runner.aside(() -> test(window, study)));
      }
    }
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

  private WindowResult test(WalkForwardWindow window, Study study) {
    return new WindowResult(
        window,
        study.size(),
        study.best().filter(Trial::feasible).map(best -> test(window, best.parameters())));
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
