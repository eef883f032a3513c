package dev.trainyard.backtest;

import static dev.trainyard.strategy.Side.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.market.Candles;
import dev.trainyard.market.Indicators;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.builtin.TestSpaces;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void withoutTradesEveryFigureIsFiniteAndRatiosAreZero() {
    Metrics metrics = new Script().quiet().quiet().quiet().run().metrics();

    assertFinite(metrics);
    assertThat(metrics.netProfitPct()).isZero();
    assertThat(metrics.sharpeRatio()).isZero();
    assertThat(metrics.sortinoRatio()).isZero();
    assertThat(metrics.calmarRatio()).isZero();
    assertThat(metrics.trades().profitFactor()).isZero();
  }

  @Test
  void aSingleBarHasMetricsToo() {
    assertFinite(new Script().quiet().run().metrics());
  }

  @Test
  void withOneTradeTheSharpeRatioIsZeroAndQuotientsOverNothingAreCapped() {
    Metrics metrics =
        new Script().quiet().signal(LONG, 98, 104).bar(100, 104, 100, 104).quiet().run().metrics();

    assertThat(metrics.sharpeRatio()).isZero();
    assertThat(metrics.calmarRatio()).isEqualTo(100);
    assertThat(metrics.trades().profitFactor()).isEqualTo(100);
  }

  @Test
  void ratiosAreThoseOfTheBarReturnsOverTheBarsOfAYear() {
    BacktestResult result = winAndLoss();

    double perYear = 365 * 24 * 12;
    double mean = (0.016 - 0.008) / 4;
    double variance = (sq(0.016 - mean) + sq(-0.008 - mean) + 2 * sq(mean)) / 3;
    Metrics metrics = result.metrics();
    assertThat(result.returns()).containsExactly(new double[] {0, 0.016, -0.008, 0}, EXACT);
    assertThat(metrics.returns().barsPerYear()).isEqualTo(perYear);
    assertThat(metrics.sharpeRatio())
        .isCloseTo(mean / Math.sqrt(variance) * Math.sqrt(perYear), within(1e-6));
    assertThat(metrics.sortinoRatio())
        .isCloseTo(
            Math.min(100, mean * Math.sqrt(perYear) / Math.sqrt(sq(0.008) / 4)), within(1e-6));
  }

  @Test
  void tradesAreCountedInMoneyAndInPercentOfTheirSize() {
    Metrics metrics = winAndLoss().metrics();

    TradeStatistics trades = metrics.trades();
    assertThat(trades.totalTrades()).isEqualTo(2);
    assertThat(trades.grossWinRate()).isEqualTo(0.5);
    assertThat(trades.profitFactor()).isCloseTo(2, EXACT);
    assertThat(trades.avgWinPct()).isCloseTo(4, EXACT);
    assertThat(trades.avgLossPct()).isCloseTo(-2, EXACT);
    assertThat(trades.expectancy()).isCloseTo(1, EXACT);
    assertThat(trades.avgHoldingPeriods()).isZero();
    assertThat(metrics.execution().exposure()).isEqualTo(0.5);
    assertThat(metrics.execution().turnover())
        .isCloseTo(0.4 * (1 + 1.04) + 0.4 * (1 + 0.98), EXACT);
    assertThat(metrics.execution().breakEvenCost()).isCloseTo(80 / (4_000 * 4.02), EXACT);
  }

  /** +160 on bar 1, −80 on bar 2, both with 4,000 at stake. */
  private static BacktestResult winAndLoss() {
    Script script =
        new Script()
            .risk(0.008)
            .quiet()
            .signal(LONG, 98, 104)
            .bar(100, 104, 100, 100)
            .signal(LONG, 98, 104)
            .bar(100, 100, 98, 100)
            .quiet();
    return script.run();
  }

  @Test
  void atTheBreakEvenCostTheSameTradesEarnAboutNothing() {
    Script free =
        new Script().risk(0.0001).quiet().signal(LONG, 98, 104).bar(100, 104, 100, 100).quiet();
    double breakEven = free.run().metrics().execution().breakEvenCost();

    Metrics charged = free.costs(breakEven, 0, 0).run().metrics();

    assertThat(charged.netProfitPct()).isCloseTo(0, EXACT);
    assertThat(charged.execution().breakEvenCost()).isCloseTo(breakEven, EXACT);
    assertThat(charged.execution().costShare()).isCloseTo(1, within(1e-6));
  }

  @Test
  void everyFigureIsFiniteForRandomParametersOnRealCandles() {
    Candles candles = RealCandles.bitstamp(Timeframe.M5);
    Indicators indicators = new Indicators(candles);
    BacktestSettings settings = BacktestSettings.defaults(Timeframe.M5.millis());
    for (Strategy strategy : TestSpaces.catalog().all()) {
      for (Parameters point : TestSpaces.randomPoints(strategy.space(), 100, 9)) {
        BacktestResult result =
            new Backtester()
                .run(
                    candles,
                    700,
                    candles.size(),
                    strategy.signals(indicators, point, 700, candles.size()),
                    strategy.maxHolding(point),
                    settings);
        assertFinite(result.metrics());
        double sum = result.trades().stream().mapToDouble(Trade::pnl).sum();
        assertThat(result.metrics().netProfitPct()).isCloseTo(sum / 100, within(1e-8));
      }
    }
  }

  @Test
  void metricsSurviveStorageAsJson() throws Exception {
    Metrics metrics = winAndLoss().metrics();
    ObjectMapper json = new ObjectMapper();

    String stored = json.writeValueAsString(metrics.toMap());
    Map<String, Object> read = json.readValue(stored, new TypeReference<>() {});

    assertThat(Metrics.fromMap(read)).isEqualTo(metrics);
  }

  @Test
  void storedMetricsWithAFigureMissingAreRefused() {
    assertThatThrownBy(() -> Metrics.fromMap(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no metric net_profit_pct");
  }

  @Test
  void momentsOfReturnsAreThoseOfTheTextbook() {
    ReturnMoments moments = ReturnMoments.of(new double[] {1, 2, 4, 9}, 0, 3 * Script.BAR);

    assertThat(moments.mean()).isEqualTo(4);
    assertThat(moments.std()).isCloseTo(Math.sqrt(38 / 3.0), EXACT);
    assertThat(moments.skewness()).isCloseTo(90 / 4.0 / Math.pow(38 / 4.0, 1.5), EXACT);
    assertThat(moments.kurtosis()).isCloseTo(722 / 4.0 / sq(38 / 4.0), EXACT);
  }

  private static void assertFinite(Metrics metrics) {
    List<Double> numbers =
        metrics.toMap().values().stream()
            .filter(value -> !(value instanceof Boolean))
            .map(value -> value == null ? Double.NaN : ((Number) value).doubleValue())
            .toList();
    assertThat(numbers).allMatch(Double::isFinite);
  }

  private static double sq(double x) {
    return x * x;
  }
}
