package dev.trainyard.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.trainyard.market.Candles;
import dev.trainyard.market.Timeline;
import dev.trainyard.strategy.Side;
import dev.trainyard.strategy.Signals;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JoinedBacktestTest {
  private static final long STEP = 60_000;
  private static final BacktestSettings PART = settings(5_000);
  private static final BacktestSettings ACCOUNT = settings(10_000);

  @Test
  void theEquityIsTheSumOfTheParts() {
    Candles a = walk(IntStream.range(0, 300).toArray(), 3);
    Candles b = walk(IntStream.range(0, 300).toArray(), 5);
    BacktestResult one = run(a, 0, 300, 7);
    BacktestResult other = run(b, 0, 300, 11);

    BacktestResult joined = joined(List.of(a, b), 0, 300, List.of(one, other));

    double[] sum = new double[300];
    Arrays.setAll(sum, k -> one.equity()[k] + other.equity()[k]);
    assertThat(joined.equity()).containsExactly(sum, within(1e-9));
    assertThat(joined.metrics().totalTrades())
        .isEqualTo(one.metrics().totalTrades() + other.metrics().totalTrades());
    assertThat(joined.metrics().netProfitPct())
        .isCloseTo(
            (one.metrics().netProfitPct() + other.metrics().netProfitPct()) / 2, within(1e-9));
    assertThat(joined.trades()).isSortedAccordingTo((x, y) -> x.exitBar() - y.exitBar());
  }

  @Test
  void theSameSeriesTwiceIsThatSeries() {
    Candles candles = walk(IntStream.range(0, 300).toArray(), 3);
    BacktestResult part = run(candles, 10, 290, 7);
    Metrics alone = new Backtester().run(candles, 10, 290, signals(300, 7), 5, ACCOUNT).metrics();

    Metrics joined = joined(List.of(candles, candles), 10, 290, List.of(part, part)).metrics();

    assertThat(joined.netProfitPct()).isCloseTo(alone.netProfitPct(), within(1e-9));
    assertThat(joined.sharpeRatio()).isCloseTo(alone.sharpeRatio(), within(1e-9));
    assertThat(joined.maxDrawdownPct()).isCloseTo(alone.maxDrawdownPct(), within(1e-9));
    assertThat(joined.execution().exposure())
        .isCloseTo(alone.execution().exposure(), within(1e-12));
    assertThat(joined.returns().bars()).isEqualTo(280);
    assertThat(joined.totalTrades()).isEqualTo(2 * alone.totalTrades());
  }

  @Test
  void aSeriesWithoutACandleKeepsItsEquity() {
    Candles whole = walk(IntStream.range(0, 60).toArray(), 3);
    Candles gappy = walk(IntStream.range(0, 60).filter(k -> k < 20 || k >= 40).toArray(), 5);
    BacktestResult first = run(whole, 0, 60, 7);
    BacktestResult second = run(gappy, 0, 40, 9);

    BacktestResult joined = joined(List.of(whole, gappy), 0, 60, List.of(first, second));

    for (int k = 20; k < 40; k++) {
      assertThat(joined.equity()[k])
          .isCloseTo(first.equity()[k] + second.equity()[19], within(1e-9));
    }
    assertThat(joined.equity()[59])
        .isCloseTo(first.equity()[59] + second.equity()[39], within(1e-9));
    assertThat(joined.metrics().returns().bars()).isEqualTo(60);
  }

  @Test
  void aSeriesThatStartsLaterHasItsPartFromTheStart() {
    Candles whole = walk(IntStream.range(0, 60).toArray(), 3);
    Candles late = walk(IntStream.range(30, 60).toArray(), 5);
    BacktestResult first = run(whole, 0, 60, 7);
    BacktestResult second = run(late, 0, 30, 7);

    BacktestResult joined = joined(List.of(whole, late), 0, 60, List.of(first, second));

    assertThat(joined.equity()[10]).isCloseTo(first.equity()[10] + 5_000, within(1e-9));
    assertThat(joined.trades().stream().filter(trade -> trade.entryBar() < 30).count())
        .isEqualTo(first.trades().stream().filter(trade -> trade.entryBar() < 30).count());
    assertThat(joined.times()).hasSize(60);
  }

  private static BacktestResult joined(
      List<Candles> series, int from, int to, List<BacktestResult> parts) {
    return JoinedBacktest.of(Timeline.of(series), from, to, parts, ACCOUNT);
  }

  private static BacktestResult run(Candles candles, int from, int to, int every) {
    return new Backtester().run(candles, from, to, signals(candles.size(), every), 5, PART);
  }

  private static Signals signals(int bars, int every) {
    Signals signals = new Signals();
    for (int bar = every; bar < bars; bar += every) {
      Side side = bar % 2 == 0 ? Side.LONG : Side.SHORT;
      signals.add(bar, side, side == Side.LONG ? 50 : 200, side == Side.LONG ? 200 : 50);
    }
    return signals;
  }

  /** Prices around 100 at some minutes. */
  private static Candles walk(int[] minutes, int phase) {
    int n = minutes.length;
    long[] time = new long[n];
    double[] open = new double[n];
    double[] high = new double[n];
    double[] low = new double[n];
    double[] close = new double[n];
    double[] volume = new double[n];
    for (int k = 0; k < n; k++) {
      time[k] = minutes[k] * STEP;
      open[k] = 100 + 8 * StrictMath.sin(minutes[k] / (double) phase);
      close[k] = 100 + 8 * StrictMath.sin((minutes[k] + 1) / (double) phase);
      high[k] = Math.max(open[k], close[k]);
      low[k] = Math.min(open[k], close[k]);
      volume[k] = 1;
    }
    return new Candles(time, open, high, low, close, volume);
  }

  private static BacktestSettings settings(double capital) {
    return BacktestSettings.defaults(STEP).withCapital(capital);
  }
}
