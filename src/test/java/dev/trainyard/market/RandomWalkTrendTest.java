package dev.trainyard.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomWalkTrendTest {

  @Test
  void aSteadyRiseHasTheSlopeOfItsReturnsOverTheErrorOfAWalkWithThem() {
    RandomWalkTrend trend = new RandomWalkTrend(50);
    for (int bar = 0; bar < 80; bar++) {
      trend.add(FixedPoint.log(Math.exp(0.01 * bar)));
    }

    // slope = σ, so the value is 1/√(1.2/50)
    assertThat(trend.value()).isCloseTo(Math.sqrt(50 / 1.2), within(1e-5));
  }

  @Test
  void itIsTheRegressionOfTheWindowAlone() {
    double[] prices = walk(1, 500);
    RandomWalkTrend trend = new RandomWalkTrend(50);
    for (int bar = 0; bar < prices.length; bar++) {
      trend.add(FixedPoint.log(prices[bar]));
      assertThat(trend.isFull()).isEqualTo(bar >= 49);
      if (trend.isFull()) {
        assertThat(trend.value()).isCloseTo(regression(prices, bar - 49, 50), within(1e-4));
      }
    }
  }

  @Test
  void overRandomWalksItsVarianceIsOne() {
    double squares = 0;
    int walks = 2_000;
    for (int seed = 0; seed < walks; seed++) {
      RandomWalkTrend trend = new RandomWalkTrend(200);
      for (double price : walk(seed, 200)) {
        trend.add(FixedPoint.log(price));
      }
      squares += trend.value() * trend.value();
    }
    assertThat(squares / walks).isCloseTo(1, within(0.1));
  }

  @Test
  void pricesThatStandStillHaveNoTrend() {
    RandomWalkTrend trend = new RandomWalkTrend(3);
    for (int bar = 0; bar < 5; bar++) {
      trend.add(FixedPoint.log(7));
    }
    assertThat(trend.value()).isZero();
  }

  private static double regression(double[] prices, int from, int n) {
    double mean = (n - 1) / 2.0;
    double product = 0;
    double places = 0;
    double squares = 0;
    for (int k = 0; k < n; k++) {
      product += (k - mean) * Math.log(prices[from + k]);
      places += (k - mean) * (k - mean);
      if (k > 0) {
        double r = Math.log(prices[from + k] / prices[from + k - 1]);
        squares += r * r;
      }
    }
    return product / places / Math.sqrt(squares / (n - 1) * 1.2 / n);
  }

  private static double[] walk(long seed, int size) {
    Random random = new Random(seed);
    double[] prices = new double[size];
    double price = 100;
    for (int k = 0; k < size; k++) {
      price *= Math.exp(0.01 * random.nextGaussian());
      prices[k] = price;
    }
    return prices;
  }
}
