package dev.trainyard.optimize;

import dev.trainyard.backtest.BacktestResult;
import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Exposure;
import dev.trainyard.backtest.JoinedBacktest;
import dev.trainyard.backtest.ReturnBuckets;
import dev.trainyard.market.Timeline;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Evaluates the same parameters on several series, each of which trades an equal part of the
 * capital. The score is that of the series by themselves, see {@link Across}; the metrics are those
 * of the account that all of them make.
 *
 * @param symbols markets of the series
 * @param timeline times of the series, whose places are the bars of the range
 * @param from first place, inclusive
 * @param to end, exclusive
 * @param settings money, costs and execution model of the account
 * @param across how the results of the series become one
 * @param series the evaluator of each series over its candles of the range, with its part of the
 *     capital
 */
public record BasketEvaluator(
    List<String> symbols,
    Timeline timeline,
    int from,
    int to,
    BacktestSettings settings,
    Across across,
    List<BacktestEvaluator> series)
    implements RangeEvaluator {

  public BasketEvaluator {
    symbols = List.copyOf(symbols);
    series = List.copyOf(series);
  }

  /**
   * Creates the evaluator of series.
   *
   * @param symbols markets of the series
   * @param timeline times of the series
   * @param whole an evaluator of each series with the settings of the account, in the order of the
   *     timeline; their ranges do not matter
   */
  public static BasketEvaluator of(
      List<String> symbols,
      Timeline timeline,
      int from,
      int to,
      Across across,
      List<BacktestEvaluator> whole) {
    BacktestSettings settings = whole.get(0).settings();
    return new BasketEvaluator(symbols, timeline, from, to, settings, across, whole)
        .with(settings)
        .over(from, to);
  }

  @Override
  public Evaluation evaluate(Parameters parameters) {
    List<BacktestResult> parts = parts(one -> one.backtest(parameters));
    double[] scores = new double[parts.size()];
    double[] violations = new double[parts.size()];
    for (int k = 0; k < scores.length; k++) {
      scores[k] = objective().score(parts.get(k).metrics());
      violations[k] = constraints().violation(parts.get(k).metrics());
    }
    BacktestResult joined = joined(parts);
    ReturnBuckets returns = joined.returnBuckets();
    return new Evaluation(
        across.score(scores), across.violation(violations), joined.metrics(), returns);
  }

  @Override
  public BacktestResult backtest(Parameters parameters) {
    return joined(parts(one -> one.backtest(parameters)));
  }

  @Override
  public BacktestResult backtestLater(Parameters parameters, int bars) {
    return joined(parts(one -> one.backtestLater(parameters, bars)));
  }

  @Override
  public BacktestResult buyAndHold() {
    return joined(parts(BacktestEvaluator::buyAndHold));
  }

  @Override
  public List<Exposure> exposures(Parameters parameters) {
    List<Exposure> exposures = new ArrayList<>();
    for (int k = 0; k < series.size(); k++) {
      BacktestEvaluator one = series.get(k);
      exposures.add(one.exposures(parameters).get(0).on(timeline, k, one.from(), from, to));
    }
    return exposures;
  }

  private List<BacktestResult> parts(Function<BacktestEvaluator, BacktestResult> run) {
    return series.stream().map(run).toList();
  }

  private BacktestResult joined(List<BacktestResult> parts) {
    return JoinedBacktest.of(timeline, from, to, parts, settings);
  }

  @Override
  public Strategy strategy() {
    return series.get(0).strategy();
  }

  @Override
  public long[] time() {
    return timeline.time();
  }

  @Override
  public int candles() {
    return series.stream().mapToInt(BacktestEvaluator::candles).sum();
  }

  @Override
  public Objective objective() {
    return series.get(0).objective();
  }

  @Override
  public Constraints constraints() {
    return series.get(0).constraints();
  }

  @Override
  public BasketEvaluator over(int otherFrom, int otherTo) {
    List<BacktestEvaluator> others = new ArrayList<>();
    for (int k = 0; k < series.size(); k++) {
      others.add(series.get(k).over(timeline.bar(k, otherFrom), timeline.bar(k, otherTo)));
    }
    return new BasketEvaluator(symbols, timeline, otherFrom, otherTo, settings, across, others);
  }

  @Override
  public BasketEvaluator with(BacktestSettings otherSettings) {
    BacktestSettings ofPart = otherSettings.withCapital(otherSettings.capital() / series.size());
    return new BasketEvaluator(
        symbols, timeline, from, to, otherSettings, across, each(one -> one.with(ofPart)));
  }

  @Override
  public BasketEvaluator with(Constraints otherConstraints) {
    return new BasketEvaluator(
        symbols, timeline, from, to, settings, across, each(one -> one.with(otherConstraints)));
  }

  private List<BacktestEvaluator> each(UnaryOperator<BacktestEvaluator> change) {
    return series.stream().map(change).toList();
  }
}
