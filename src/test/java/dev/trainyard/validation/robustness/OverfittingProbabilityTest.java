package dev.trainyard.validation.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference figures of the probability of back-test overfitting. */
class OverfittingProbabilityTest {
  private static final int ROWS = 240;
  private static final int COLUMNS = 20;

  @ParameterizedTest(name = "{0} blocks of noise")
  @CsvSource({"4, 0.833333", "8, 0.585714", "10, 0.646825", "16, 0.627428"})
  void theBestOfNoiseIsAsLikelyAsNotBelowTheMedianElsewhere(int blocks, double probability) {
    assertThat(OverfittingProbability.of(columns(noise(0), blocks)).probability())
        .isCloseTo(probability, within(5e-7));
  }

  @ParameterizedTest(name = "{0} blocks with an edge")
  @CsvSource({"8, 0.000000", "16, 0.000389"})
  void anEdgeInOneConfigurationHolds(int blocks, double probability) {
    assertThat(OverfittingProbability.of(columns(noise(0.002), blocks)).probability())
        .isCloseTo(probability, within(5e-7));
  }

  @Test
  void theMeanLogitIsThatOfTheReference() {
    assertThat(OverfittingProbability.of(columns(noise(0), 8)).meanLogit())
        .isCloseTo(-0.538121, within(5e-7));
  }

  @Test
  void configurationsWithoutReturnsAreEqualAndTellNothing() {
    double[][] nothing = new double[ROWS][COLUMNS];

    OverfittingProbability result = OverfittingProbability.of(columns(nothing, 8));

    assertThat(result.meanLogit()).isZero();
    assertThat(result.probability()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0} blocks")
  @ValueSource(ints = {4, 8, 12, 16})
  void everyChoiceIsJudgedAsIfItWereSummedByItself(int blocks) {
    List<OverfittingProbability.Column> columns = columns(noise(0.0003), blocks);

    OverfittingProbability result = OverfittingProbability.of(columns);

    double logits = 0;
    int overfit = 0;
    int choices = 0;
    for (int half = 0; half < 1 << blocks; half++) {
      if (Integer.bitCount(half) == blocks / 2) {
        double logit = logit(columns, half);
        logits += logit;
        overfit += logit <= 0 ? 1 : 0;
        choices++;
      }
    }
    assertThat(result.meanLogit()).as("to the bit").isEqualTo(logits / choices);
    assertThat(result.probability()).isEqualTo((double) overfit / choices);
  }

  private static double logit(List<OverfittingProbability.Column> columns, int half) {
    int n = columns.size();
    double[] in = columns.stream().mapToDouble(column -> sharpe(column, half)).toArray();
    double[] out = columns.stream().mapToDouble(column -> sharpe(column, ~half)).toArray();
    int best = 0;
    for (int c = 0; c < n; c++) {
      best = in[c] > in[best] ? c : best;
    }
    double chosen = out[best];
    double below = Arrays.stream(out).filter(value -> value < chosen).count();
    double equal = Arrays.stream(out).filter(value -> value == chosen).count();
    double omega = (below + (equal + 1) / 2) / (n + 1);
    return StrictMath.log(omega / (1 - omega));
  }

  private static double sharpe(OverfittingProbability.Column column, int chosen) {
    double bars = 0;
    double sum = 0;
    double squares = 0;
    for (int block = 0; block < column.bars().size(); block++) {
      if ((chosen >> block & 1) != 0) {
        bars += column.bars().get(block);
        sum += column.sum().get(block);
        squares += column.sumOfSquares().get(block);
      }
    }
    double mean = sum / bars;
    return mean / Math.sqrt((squares - sum * mean) / (bars - 1));
  }

  /** T = 240 rows of N = 20 columns from a linear congruential generator. */
  private static double[][] noise(double edge) {
    double[][] noise = new double[ROWS][COLUMNS];
    long x = 12345;
    for (double[] row : noise) {
      for (int c = 0; c < COLUMNS; c++) {
        x = 6364136223846793005L * x + 1442695040888963407L;
        row[c] = ((x >>> 11) * 0x1.0p-53 - 0.5) * 0.02 + (c == 7 ? edge : 0);
      }
    }
    return noise;
  }

  private static List<OverfittingProbability.Column> columns(double[][] matrix, int blocks) {
    List<OverfittingProbability.Column> columns = new ArrayList<>();
    int rows = ROWS / blocks;
    for (int c = 0; c < COLUMNS; c++) {
      List<Double> bars = new ArrayList<>();
      List<Double> sums = new ArrayList<>();
      List<Double> squares = new ArrayList<>();
      for (int block = 0; block < blocks; block++) {
        double sum = 0;
        double square = 0;
        for (int row = block * rows; row < (block + 1) * rows; row++) {
          sum += matrix[row][c];
          square += matrix[row][c] * matrix[row][c];
        }
        bars.add((double) rows);
        sums.add(sum);
        squares.add(square);
      }
      columns.add(new OverfittingProbability.Column(bars, sums, squares));
    }
    return columns;
  }
}
