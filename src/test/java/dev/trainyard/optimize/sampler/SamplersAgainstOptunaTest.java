package dev.trainyard.optimize.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.optimize.TestFunction;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The best value found, median of 20 seeds, against that of Optuna 3.1's sampler of the same kind
 * on the same functions. At par = not above Optuna's third quartile after 50, 100 and 200 trials.
 */
class SamplersAgainstOptunaTest {
  private static final int[] CHECKPOINTS = {50, 100, 200};
  private static final int SEEDS = 20;

  private static ExecutorService executor;

  @BeforeAll
  static void start() {
    executor = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void stop() {
    executor.shutdownNow();
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "bayesian, rosenmix,  2.400,  1.964,  1.303",
    "bayesian, ackleymix, 10.626, 7.837,  5.579",
    "bayesian, braninmix, 5.314,  1.730,  1.014",
    "bayesian, tradelike, -0.734, -1.205, -2.065",
    "cmaes,    rosenmix,  1.957,  1.549,  1.143",
    "cmaes,    ackleymix, 11.450, 8.451,  4.718",
    "cmaes,    braninmix, 16.346, 6.914,  1.723",
    "cmaes,    tradelike, -0.458, -0.507, -0.569",
  })
  void isAtParAtBatchOne(
      String sampler, String function, double after50, double after100, double after200)
      throws Exception {
    double[] medians = medians(sampler, function(function), 1);

    assertThat(medians[0]).isLessThanOrEqualTo(after50);
    assertThat(medians[1]).isLessThanOrEqualTo(after100);
    assertThat(medians[2]).isLessThanOrEqualTo(after200);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @CsvSource({
    "bayesian, rosenmix,  1.303",
    "bayesian, ackleymix, 5.579",
    "bayesian, braninmix, 1.014",
    "bayesian, tradelike, -2.065",
    "cmaes,    rosenmix,  1.143",
    "cmaes,    ackleymix, 4.718",
    "cmaes,    braninmix, 1.723",
    "cmaes,    tradelike, -0.569",
  })
  void isAtParAtTheDefaultBatchWhichOptunaWasNotAskedFor(
      String sampler, String function, double after200) throws Exception {
    double[] medians = medians(sampler, function(function), 8);

    assertThat(medians[2]).isLessThanOrEqualTo(after200);
  }

  private static TestFunction function(String name) {
    return switch (name) {
      case "rosenmix" -> TestFunction.ROSENMIX;
      case "ackleymix" -> TestFunction.ACKLEYMIX;
      case "braninmix" -> TestFunction.BRANINMIX;
      default -> TestFunction.TRADELIKE;
    };
  }

  /** Best value after each checkpoint, median over the seeds. */
  private static double[] medians(String sampler, TestFunction function, int batch)
      throws Exception {
    double[][] best = new double[CHECKPOINTS.length][SEEDS];
    var runs =
        executor.invokeAll(
            IntStream.range(0, SEEDS)
                .<Callable<double[]>>mapToObj(
                    seed -> () -> bestAtCheckpoints(sampler, function, batch, seed))
                .toList());
    for (int seed = 0; seed < SEEDS; seed++) {
      double[] values = runs.get(seed).get();
      for (int c = 0; c < values.length; c++) {
        best[c][seed] = values[c];
      }
    }
    return Arrays.stream(best).mapToDouble(SamplersAgainstOptunaTest::median).toArray();
  }

  private static double[] bestAtCheckpoints(
      String sampler, TestFunction function, int batch, long seed) {
    Study study =
        new Study(new StudyDefinition("search", function.space(), sampler, seed, batch, 200));
    double[] values = new double[CHECKPOINTS.length];
    while (!study.isComplete()) {
      Study.Round round = study.nextRound();
      for (int number = round.from(); number < round.to(); number++) {
        var parameters = round.proposal().suggest(number);
        study.tell(parameters, function.evaluate(parameters));
        for (int c = 0; c < CHECKPOINTS.length; c++) {
          if (study.size() == CHECKPOINTS[c]) {
            values[c] = -study.best().orElseThrow().score();
          }
        }
      }
    }
    return values;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return (sorted[half - 1] + sorted[half]) / 2;
  }
}
