package dev.trainyard.optimize.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.TestFunction;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.TrialFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Studies that share threads. */
class StudiesAtOnceTest {
  private static final TestFunction FUNCTION = TestFunction.TRADELIKE;

  private final ExecutorService executor = Executors.newFixedThreadPool(8);

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  /** A study that keeps what its listener hears. */
  private static final class Kept implements StudyRun {
    private final String name;
    private final int count;
    private final Evaluator evaluator;
    private final List<Trial> trials = new ArrayList<>();
    private boolean hasEnded;

    Kept(String name, int count, Evaluator evaluator) {
      this.name = name;
      this.count = count;
      this.evaluator = evaluator;
    }

    @Override
    public Study begin() {
      return new Study(new StudyDefinition(name, FUNCTION.space(), "bayesian", 7, 8, count));
    }

    @Override
    public Evaluator evaluator() {
      return evaluator;
    }

    @Override
    public void onTrial(Trial trial, Trial best) {
      assertThat(hasEnded).as("trials come before the end").isFalse();
      trials.add(trial);
    }

    @Override
    public void ended(Study study) {
      assertThat(study.trials()).hasSameSizeAs(trials);
      hasEnded = true;
    }
  }

  private static List<Kept> studies(Evaluator evaluator) {
    return Stream.of("one", "two", "three", "four", "five")
        .map(name -> new Kept(name, 40, evaluator))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void eachHasTheTrialsThatItHasAlone(int threads) throws Exception {
    List<Kept> together = studies(FUNCTION);
    new StudyRunner(executor, threads).run(together, () -> false);

    List<Kept> alone = studies(FUNCTION);
    for (Kept study : alone) {
      new StudyRunner(executor, 1).run(List.of(study), () -> false);
    }

    assertThat(together).allMatch(study -> study.hasEnded);
    assertThat(together.stream().map(study -> study.trials).toList())
        .isEqualTo(alone.stream().map(study -> study.trials).toList());
  }

  @Test
  void theNextOneBeginsWhereThoseBeforeItLeaveAThreadFree() throws Exception {
    CountDownLatch secondRuns = new CountDownLatch(1);
    Kept waits =
        new Kept(
            "waits",
            1,
            parameters -> {
              await().until(() -> secondRuns.getCount() == 0);
              return FUNCTION.evaluate(parameters);
            });
    Kept second =
        new Kept(
            "second",
            1,
            parameters -> {
              secondRuns.countDown();
              return FUNCTION.evaluate(parameters);
            });

    new StudyRunner(executor, 2).run(List.of(waits, second), () -> false);

    assertThat(waits.hasEnded && second.hasEnded).isTrue();
  }

  @Test
  void ofSeveralFailuresThatOfTheFirstStudyIsTold() {
    CountDownLatch secondFailed = new CountDownLatch(1);
    Kept first =
        new Kept(
            "first",
            1,
            parameters -> {
              await().until(() -> secondFailed.getCount() == 0);
              throw new IllegalStateException("broken");
            });
    Kept second =
        new Kept(
            "second",
            1,
            parameters -> {
              secondFailed.countDown();
              throw new IllegalStateException("broken too");
            });

    assertThatExceptionOfType(TrialFailedException.class)
        .isThrownBy(() -> new StudyRunner(executor, 2).run(List.of(first, second), () -> false))
        .withMessageContaining("trial 0 of first");
    assertThat(first.hasEnded || second.hasEnded).isFalse();
  }
}
