package dev.trainyard.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndicatorsTest {

  @Test
  void theFirstTrueRangeIsHighMinusLowAndLaterOnesSeeGaps() {
    Indicators indicators = indicators(new double[] {10, 20}, 1);

    assertThat(indicators.trueRange()).containsExactly(2, 11);
  }

  @Test
  void valuesAreNotANumberUntilThereIsEnoughHistory() {
    Indicators indicators = indicators(rising(120), 1);

    assertThat(firstDefined(indicators.atr14())).isEqualTo(13);
    assertThat(firstDefined(indicators.volumeSma20())).isEqualTo(19);
    assertThat(firstDefined(indicators.rsi14())).isEqualTo(14);
    assertThat(firstDefined(indicators.atrMedian())).isEqualTo(13 + 99);
  }

  @Test
  void constantPricesAfterAStormLeaveNoResidue() {
    double[] prices = new double[200];
    Arrays.fill(prices, 7.3);
    for (int i = 0; i < 50; i++) {
      prices[i] = 1000 * Math.abs(Math.sin(i));
    }
    Indicators indicators = indicators(prices, 0);

    assertThat(indicators.atr14()[199]).isZero();
  }

  @Test
  void theRelativeStrengthIsAHundredWithoutLossesAndUndefinedWithoutChange() {
    double[] flat = new double[20];
    Arrays.fill(flat, 5);

    assertThat(indicators(rising(20), 1).rsi14()[19]).isEqualTo(100);
    assertThat(indicators(flat, 1).rsi14()[19]).isNaN();
  }

  @Test
  void theRelativeStrengthWeighsMeanGainsAgainstMeanLosses() {
    double[] zigzag = IntStream.range(0, 15).mapToDouble(i -> i % 2 == 0 ? 10 : 13).toArray();
    zigzag[14] = 17;

    double gains = 7 * 3 + 4;
    double losses = 6 * 3;
    assertThat(indicators(zigzag, 1).rsi14()[14])
        .isCloseTo(100 * gains / (gains + losses), within(1e-9));
  }

  @Test
  void theMedianRangeIsThatOfTheLastFiveHundredRanges() {
    Candles candles = RealCandles.bitstamp(Timeframe.M5);
    Indicators indicators = new Indicators(candles);
    double[] atr = indicators.atr14();
    for (int i : new int[] {112, 113, 512, 513, 700, candles.size() - 1}) {
      double[] window = Arrays.copyOfRange(atr, Math.max(13, i - 499), i + 1);
      Arrays.sort(window);
      int n = window.length;
      assertThat(indicators.atrMedian()[i])
          .isEqualTo(n % 2 == 1 ? window[n / 2] : (window[n / 2 - 1] + window[n / 2]) / 2);
    }
  }

  @Test
  void theIndicatorsOfTheFirstCandlesAreThoseOfASeriesThatEndsThere() {
    Candles candles = RealCandles.bitstamp(Timeframe.M5);
    Indicators all = new Indicators(candles);
    for (int end : new int[] {1, 14, 15, 20, 113, 114, 700, candles.size()}) {
      Indicators first = all.upTo(end);
      Indicators alone = new Indicators(candles.slice(0, end));

      assertThat(first.trueRange()).isEqualTo(alone.trueRange());
      assertThat(first.atr14()).isEqualTo(alone.atr14());
      assertThat(first.atrMedian()).isEqualTo(alone.atrMedian());
      assertThat(first.volumeSma20()).isEqualTo(alone.volumeSma20());
      assertThat(first.rsi14()).isEqualTo(alone.rsi14());
    }
  }

  @Test
  void whatAStrategyComputesOfTheFirstCandlesSeesNoOthers() {
    Indicators all = indicators(rising(30), 1);
    all.memoised("size", Candles::size);

    assertThat(all.upTo(20).memoised("size", Candles::size)).isEqualTo(20);
  }

  @Test
  void aValueIsComputedOnceForAllThreads() {
    Indicators indicators = indicators(rising(20), 1);
    AtomicInteger computed = new AtomicInteger();
    List<Object> values =
        IntStream.range(0, 64)
            .parallel()
            .mapToObj(
                i ->
                    indicators.memoised(
                        "key",
                        candles -> {
                          computed.incrementAndGet();
                          return new Object();
                        }))
            .distinct()
            .toList();

    assertThat(values).hasSize(1);
    assertThat(computed).hasValue(1);
  }

  @Test
  void aMemoisedValueMayAskForAnother() {
    Indicators indicators = indicators(rising(20), 1);

    Object value = indicators.memoised("outer", c -> indicators.memoised("inner", d -> "found"));

    assertThat(value).isEqualTo("found");
  }

  @Test
  void aFunctionThatGivesNullIsNamedEachTimeItsValueIsAskedFor() {
    Indicators indicators = indicators(rising(20), 1);

    for (int i = 0; i < 2; i++) {
      assertThatIllegalStateException()
          .isThrownBy(() -> indicators.memoised("pivots", candles -> null))
          .withMessage("the function of pivots returns null");
    }
  }

  private static double[] rising(int n) {
    return IntStream.range(0, n).mapToDouble(i -> 100 + i).toArray();
  }

  private static int firstDefined(double[] values) {
    return (int) Arrays.stream(values).takeWhile(Double::isNaN).count();
  }

  private static Indicators indicators(double[] prices, double halfRange) {
    CandlesBuilder candles = new CandlesBuilder(prices.length);
    for (int i = 0; i < prices.length; i++) {
      double p = prices[i];
      candles.add(i * 60_000L, p, p + halfRange, p - halfRange, p, 1 + i);
    }
    return new Indicators(candles.build());
  }
}
