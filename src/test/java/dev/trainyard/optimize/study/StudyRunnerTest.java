package dev.trainyard.optimize.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.TestEvaluations;
import dev.trainyard.optimize.TestFunction;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.TrialFailedException;
import dev.trainyard.optimize.TrialListener;
import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyRunnerTest {
  private static final TestFunction FUNCTION = TestFunction.TRADELIKE;

  private static ExecutorService executor;

  @BeforeAll
  static void start() {
    executor = Executors.newFixedThreadPool(8);
  }

  @AfterAll
  static void stop() {
    executor.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "bayesian", "cmaes", "qmc", "grid"})
  void theTrialsAreTheSameOnAnyNumberOfThreads(String sampler) throws Exception {
    List<Trial> onOne = run(study(sampler, 8, 100), 1);

    assertThat(run(study(sampler, 8, 100), 2)).isEqualTo(onOne);
    assertThat(run(study(sampler, 8, 100), 8)).isEqualTo(onOne);
  }

  @ParameterizedTest
  @CsvSource({
    "random,   8, 17",
    "bayesian, 1, 37",
    "bayesian, 8, 5",
    "bayesian, 8, 16",
    "bayesian, 8, 43"
  })
  void aStudyGoesOnFromItsStoredTrialsAsIfItHadNeverStopped(
      String sampler, int batch, int storedTrials) throws Exception {
    List<Trial> undisturbed = run(study(sampler, batch, 60), 2);

    Study restored =
        new Study(
            new StudyDefinition("search", FUNCTION.space(), sampler, 7, batch, 60),
            undisturbed.subList(0, storedTrials));
    List<Trial> rest = run(restored, 2);

    assertThat(rest).isEqualTo(undisturbed.subList(storedTrials, 60));
    assertThat(restored.best()).contains(restored.trials().stream().min(Trial.BEST_FIRST).get());
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "bayesian", "cmaes", "qmc"})
  void aStudyBeginsWithTheTrialThatItIsGiven(String sampler) throws Exception {
    StudyDefinition definition = new StudyDefinition("search", FUNCTION.space(), sampler, 7, 8, 60);
    List<Trial> cold = run(new Study(definition), 2);
    Parameters good = cold.stream().min(Trial.BEST_FIRST).orElseThrow().parameters();

    Study warm = new Study(definition.startingAt(good));
    List<Trial> trials = run(warm, 2);

    assertThat(trials.get(0).parameters()).isEqualTo(good);
    assertThat(trials.subList(1, 8)).isEqualTo(cold.subList(1, 8));
    assertThat(new Study(definition.startingAt(good).named("window-1", 8)).definition().start())
        .as("a window must not know what was found on other candles")
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"random, 1", "random, 8", "bayesian, 8", "cmaes, 8", "qmc, 7"})
  void aStudyThatMayStopEarlyStopsAfterAQuarterOfItsTrialsBroughtNothingBetter(
      String sampler, int batch) throws Exception {
    StudyDefinition whole = new StudyDefinition("search", FUNCTION.space(), sampler, 7, batch, 400);
    List<Trial> all = run(new Study(whole), 2);
    int expected = all.size();
    Trial best = all.get(0);
    for (Trial trial : all) {
      if (trial.number() % batch == 0 && trial.number() - best.number() > 100) {
        expected = trial.number();
        break;
      }
      best = Trial.BEST_FIRST.compare(trial, best) < 0 ? trial : best;
    }

    Study early = new Study(whole.stoppingEarly());
    assertThat(run(early, 2)).isEqualTo(all.subList(0, expected));
    assertThat(early.isComplete()).isTrue();
    assertThat(run(new Study(whole.stoppingEarly()), 1)).isEqualTo(all.subList(0, expected));
    Study restored = new Study(whole.stoppingEarly(), all.subList(0, expected - 3));
    assertThat(run(restored, 2)).isEqualTo(all.subList(expected - 3, expected));
  }

  @Test
  void givenPointsAreEvaluatedInTheirOrderOnAnyNumberOfThreadsAndEqualOnesOnce() throws Exception {
    List<Parameters> points =
        new ArrayList<>(run(study("random", 8, 30), 1).stream().map(Trial::parameters).toList());
    points.add(points.get(4));
    AtomicInteger calls = new AtomicInteger();
    Evaluator counting =
        point -> {
          calls.incrementAndGet();
          return FUNCTION.evaluate(point);
        };

    List<Trial> trials =
        new StudyRunner(executor, 8).evaluate("points", points, counting, () -> false);

    assertThat(trials).extracting(Trial::parameters).containsExactlyElementsOf(points);
    assertThat(trials.get(30).score()).isEqualTo(trials.get(4).score());
    assertThat(calls).hasValue(30);
    assertThat(new StudyRunner(executor, 1).evaluate("points", points, FUNCTION, () -> false))
        .isEqualTo(trials);
  }

  @Test
  void aPointThatFailsIsNamed() {
    List<Parameters> points =
        List.of(new Parameters(FUNCTION.space(), new double[FUNCTION.space().size()]));

    assertThatExceptionOfType(TrialFailedException.class)
        .isThrownBy(
            () ->
                new StudyRunner(executor, 2)
                    .evaluate(
                        "points",
                        points,
                        point -> {
                          throw new IllegalStateException("no");
                        },
                        () -> false))
        .withMessageContaining("trial 0 of points");
  }

  @Test
  void seedsAndStudiesDiffer() throws Exception {
    StudyDefinition definition =
        new StudyDefinition("search", FUNCTION.space(), "bayesian", 7, 8, 20);
    StudyDefinition otherSeed =
        new StudyDefinition("search", FUNCTION.space(), "bayesian", 8, 8, 20);
    List<Trial> trials = run(new Study(definition), 2);

    assertThat(run(new Study(otherSeed), 2)).doesNotContainAnyElementsOf(trials);
    assertThat(run(new Study(definition.named("window-1", 20)), 2))
        .doesNotContainAnyElementsOf(trials);
  }

  @Test
  void aBatchSeesTheTrialsOfTheBatchesBeforeItOnly() throws Exception {
    // Until trial 15 the batches of 8 learn from fewer than 10 trials
    List<Trial> bayesian = run(study("bayesian", 8, 24), 2);
    List<Trial> random = run(study("random", 8, 24), 2);

    for (int number = 0; number < 24; number++) {
      Parameters suggested = bayesian.get(number).parameters();
      if (number < 16) {
        assertThat(suggested).isEqualTo(random.get(number).parameters());
      } else {
        assertThat(suggested).isNotEqualTo(random.get(number).parameters());
      }
    }
  }

  @Test
  void trialsThatNeedNoHistoryDoNotWaitForTheirBatch() throws Exception {
    // All nine can meet only if no batch boundary delays one of them
    CountDownLatch together = new CountDownLatch(9);
    Study study = new Study(new StudyDefinition("search", FUNCTION.space(), "random", 7, 4, 9));

    ExecutorService nine = Executors.newFixedThreadPool(9);
    try {
      new StudyRunner(nine, 9)
          .run(
              study,
              parameters -> {
                together.countDown();
                await(together);
                return FUNCTION.evaluate(parameters);
              });
    } finally {
      nine.shutdownNow();
    }

    assertThat(study.isComplete()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void parametersThatCameBeforeAreNotTestedAgain(int threads) throws Exception {
    ParameterSpace coin =
        new ParameterSpace(List.of(ParameterSpec.categorical("side", List.of("heads", "tails"))));
    AtomicInteger evaluations = new AtomicInteger();
    List<Trial> told = new ArrayList<>();

    new StudyRunner(executor, threads)
        .run(
            new Study(new StudyDefinition("search", coin, "random", 1, 8, 20)),
            parameters -> {
              evaluations.incrementAndGet();
              return TestEvaluations.scored(parameters.coordinate(0));
            },
            (trial, best) -> told.add(trial),
            () -> false);

    assertThat(evaluations).hasValue(2);
    assertThat(told).hasSize(20);
    assertThat(told.stream().filter(trial -> trial.reusedFrom().isEmpty())).hasSize(2);
    for (Trial trial : told) {
      trial
          .reusedFrom()
          .ifPresent(
              number -> {
                Trial original = told.get(number);
                assertThat(number).isLessThan(trial.number());
                assertThat(original.reusedFrom()).isEmpty();
                assertThat(trial.parameters()).isEqualTo(original.parameters());
                assertThat(trial.score()).isEqualTo(original.score());
                assertThat(trial.returns()).isEmpty();
              });
    }
  }

  @Test
  void theListenerHearsOfEachTrialInOrderWithTheBestSoFar() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    List<Double> best = new ArrayList<>();

    new StudyRunner(executor, 8)
        .run(
            study("bayesian", 8, 50),
            FUNCTION,
            (trial, bestSoFar) -> {
              numbers.add(trial.number());
              best.add(bestSoFar.score());
              assertThat(bestSoFar.number()).isLessThanOrEqualTo(trial.number());
            },
            () -> false);

    assertThat(numbers).hasSize(50).isSorted();
    assertThat(best).isSorted();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void aTrialThatFailsEndsTheStudyWithItsCause(int threads) throws Exception {
    IllegalStateException cause = new IllegalStateException("no such bar");
    Parameters unlucky = run(study("random", 8, 50), 1).get(13).parameters();
    Study study = study("random", 8, 50);

    assertThatExceptionOfType(TrialFailedException.class)
        .isThrownBy(
            () ->
                new StudyRunner(executor, threads)
                    .run(
                        study,
                        parameters -> {
                          if (parameters.equals(unlucky)) {
                            throw cause;
                          }
                          return FUNCTION.evaluate(parameters);
                        }))
        .withCause(cause)
        .withMessageContaining("trial 13 of search failed")
        .withMessageContaining("fast=")
        .satisfies(
            e -> {
              assertThat(e.number()).isEqualTo(13);
              assertThat(e.parameters()).isEqualTo(unlucky);
            });
    assertThat(study.size()).isEqualTo(13);
  }

  @Test
  void anErrorIsPassedOnAsItIs() {
    Study study = study("random", 8, 50);

    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(
            () ->
                new StudyRunner(executor, 2)
                    .run(
                        study,
                        parameters -> {
                          throw new OutOfMemoryError("as it is");
                        }));
  }

  @Test
  void anErrorOfAStrategyIsTheFaultOfItsTrial() {
    for (Error error : List.of(new StackOverflowError("deep"), new NoSuchMethodError("older"))) {
      assertThatExceptionOfType(TrialFailedException.class)
          .isThrownBy(
              () ->
                  new StudyRunner(executor, 2)
                      .run(
                          study("random", 8, 20),
                          parameters -> {
                            throw error;
                          }))
          .withCause(error);
    }
  }

  @Test
  void anErrorThatAThreadOfTheTrialsCannotReportIsPassedOnToo() {
    Thread caller = Thread.currentThread();

    assertThatExceptionOfType(OutOfMemoryError.class)
        .isThrownBy(
            () ->
                new StudyRunner(executor, 1)
                    .run(
                        study("random", 8, 40),
                        FUNCTION,
                        TrialListener.NONE,
                        () -> {
                          if (Thread.currentThread() != caller) {
                            throw new OutOfMemoryError("not even for a report");
                          }
                          return false;
                        }));
  }

  @Test
  void whatIsDoneAsideEndsOrFailsAsItself() throws Exception {
    StudyRunner runner = new StudyRunner(executor, 1);
    try (BackgroundTask<Integer> answer = runner.aside(() -> 42);
        BackgroundTask<Integer> fault =
            runner.aside(
                () -> {
                  throw new IllegalStateException("no number");
                });
        BackgroundTask<Integer> collapse =
            runner.aside(
                () -> {
                  throw new OutOfMemoryError("no room");
                })) {
      assertThat(answer.get()).isEqualTo(42);
      assertThatThrownBy(fault::get)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("no number");
      assertThatThrownBy(collapse::get).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  void whatIsDoneAsideIsInterruptedWhenNobodyWantsItAnyMore() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    try (BackgroundTask<Integer> endless =
        new StudyRunner(executor, 1)
            .aside(
                () -> {
                  begun.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                  return 1;
                })) {
      assertThat(endless).isNotNull();
      await(begun);
    }
    await(interrupted);
  }

  @Test
  void aCancelledStudyStopsBetweenTrials() {
    Study study = study("bayesian", 8, 1_000_000);

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                new StudyRunner(executor, 2)
                    .run(study, FUNCTION, TrialListener.NONE, () -> study.size() >= 20))
        .withMessageContaining("search was cancelled after " + study.size() + " trials");
    assertThat(study.size()).isBetween(20, 30);
  }

  @Test
  void anInterruptEndsTheStudyAndItsTrials() throws Exception {
    CountDownLatch atWork = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    executor.execute(
        () -> {
          await(atWork);
          caller.interrupt();
        });

    assertThatExceptionOfType(InterruptedException.class)
        .isThrownBy(
            () ->
                new StudyRunner(executor, 1)
                    .run(
                        study("random", 1, 10),
                        parameters -> {
                          atWork.countDown();
                          try {
                            new CountDownLatch(1).await();
                          } catch (InterruptedException e) {
                            interrupted.countDown();
                          }
                          return FUNCTION.evaluate(parameters);
                        }));
    await(interrupted);
  }

  @Test
  void aFailingListenerEndsTheStudy() {
    IllegalStateException lost = new IllegalStateException("lease lost");

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                new StudyRunner(executor, 2)
                    .run(
                        study("random", 8, 50),
                        FUNCTION,
                        (trial, best) -> {
                          throw lost;
                        },
                        () -> false))
        .isSameAs(lost);
  }

  @Test
  void storedTrialsWithAGapAreRefused() throws Exception {
    List<Trial> trials = run(study("random", 8, 5), 1);
    StudyDefinition definition =
        new StudyDefinition("search", FUNCTION.space(), "random", 7, 8, 10);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Study(definition, trials.subList(1, 5)))
        .withMessageContaining("trial 1 follows");
  }

  private static Study study(String sampler, int batch, int trials) {
    return new Study(new StudyDefinition("search", FUNCTION.space(), sampler, 7, batch, trials));
  }

  /** Runs the rest of a study and returns the trials as a listener would store them. */
  private static List<Trial> run(Study study, int threads) throws InterruptedException {
    List<Trial> told = new ArrayList<>();
    new StudyRunner(executor, threads)
        .run(study, FUNCTION, (trial, best) -> told.add(trial), () -> false);
    return told;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
