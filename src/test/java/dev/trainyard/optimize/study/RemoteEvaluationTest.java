package dev.trainyard.optimize.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.TestFunction;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.TrialFailedException;
import dev.trainyard.optimize.TrialListener;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Studies whose trials run elsewhere too, by helpers that fail, stand still, come and go. */
class RemoteEvaluationTest {
  private static final TestFunction FUNCTION = TestFunction.TRADELIKE;
  private static final int TRIALS = 120;

  private final ExecutorService executor = Executors.newFixedThreadPool(2);
  private final ExecutorService lanes = Executors.newCachedThreadPool();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @AfterEach
  void stop() {
    executor.shutdownNow();
    lanes.shutdownNow();
  }

  private interface Helper {
    List<Evaluation> evaluate(Evaluator evaluator, List<Parameters> slice, int call)
        throws RemoteEvaluation.NotEvaluatedException, InterruptedException;
  }

  private RemoteEvaluation remote(int lanesWanted, Helper helper) {
    return remote(lanesWanted, Integer.MAX_VALUE, helper);
  }

  private RemoteEvaluation remote(int lanesWanted, int callsWanted, Helper helper) {
    return new RemoteEvaluation() {
      @Override
      public int lanes(double remainingSeconds) {
        return calls.get() < callsWanted ? lanesWanted : 0;
      }

      @Override
      public List<Evaluation> evaluate(Evaluator evaluator, List<Parameters> slice)
          throws NotEvaluatedException, InterruptedException {
        try {
          List<Evaluation> found = helper.evaluate(evaluator, slice, calls.getAndIncrement());
          answered.addAndGet(slice.size());
          return found;
        } catch (NotEvaluatedException e) {
          refused.addAndGet(slice.size());
          throw e;
        }
      }
    };
  }

  private static List<Evaluation> computed(Evaluator evaluator, List<Parameters> slice) {
    return slice.stream().map(evaluator::evaluate).toList();
  }

  private static Study study(String sampler, int batch) {
    return new Study(new StudyDefinition("search", FUNCTION.space(), sampler, 7, batch, TRIALS));
  }

  private static List<Trial> run(Study study, TrialThreads threads, Evaluator evaluator)
      throws InterruptedException {
    List<Trial> trials = new ArrayList<>();
    TrialListener listener = (trial, best) -> trials.add(trial);
    new StudyRunner(threads).run(study, evaluator, listener, () -> false);
    return trials;
  }

  private List<Trial> alone(String sampler, int batch) throws InterruptedException {
    return run(study(sampler, batch), new TrialThreads(executor, 1), FUNCTION);
  }

  @ParameterizedTest
  @CsvSource({"random, 8", "bayesian, 8", "bayesian, 64", "cmaes, 8", "qmc, 8", "grid, 8"})
  void theTrialsAreTheSameWhoeverEvaluatesThem(String sampler, int batch) throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    RemoteEvaluation unreliable =
        remote(
            5,
            (evaluator, slice, call) -> {
              boolean isLost;
              synchronized (random) {
                isLost = random.nextInt(4) == 0;
              }
              if (isLost || call == 1) {
                throw new RemoteEvaluation.NotEvaluatedException("lost");
              }
              return computed(FUNCTION, slice);
            });
    Evaluator onceHelped =
        parameters -> {
          await().until(() -> answered.get() > 0 && refused.get() > 0);
          return FUNCTION.evaluate(parameters);
        };

    List<Trial> trials =
        run(study(sampler, batch), new TrialThreads(executor, 1, unreliable, lanes), onceHelped);

    assertThat(trials).isEqualTo(alone(sampler, batch));
  }

  @Test
  void aHelperThatStandsStillDelaysNoStudyForLong() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    RemoteEvaluation frozen =
        remote(
            2,
            2,
            (evaluator, slice, call) -> {
              asked.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                interrupted.set(true);
                throw e;
              }
              return List.of();
            });

    Evaluator onceAsked =
        parameters -> {
          await().until(() -> asked.getCount() == 0);
          return FUNCTION.evaluate(parameters);
        };

    List<Trial> trials =
        run(study("bayesian", 8), new TrialThreads(executor, 1, frozen, lanes), onceAsked);

    assertThat(trials).isEqualTo(alone("bayesian", 8));
    assertThat(answered).hasValue(0);
    await("a slice that is still under way at the end is given up").untilTrue(interrupted);
  }

  @Test
  void anAnswerWithTooFewEvaluationsCountsAsNone() throws Exception {
    RemoteEvaluation confused = remote(2, (evaluator, slice, call) -> List.of());
    Evaluator onceAsked =
        parameters -> {
          await().until(() -> calls.get() > 0);
          return FUNCTION.evaluate(parameters);
        };

    assertThat(run(study("random", 8), new TrialThreads(executor, 2, confused, lanes), onceAsked))
        .isEqualTo(alone("random", 8));
  }

  @Test
  void helpersThatComeLaterAreUsedInTheSameRound() throws Exception {
    AtomicBoolean isThere = new AtomicBoolean();
    ConcurrentLinkedQueue<Parameters> elsewhere = new ConcurrentLinkedQueue<>();
    CountDownLatch helped = new CountDownLatch(1);
    RemoteEvaluation late =
        new RemoteEvaluation() {
          @Override
          public int lanes(double remainingSeconds) {
            return isThere.get() ? 1 : 0;
          }

          @Override
          public List<Evaluation> evaluate(Evaluator evaluator, List<Parameters> slice) {
            elsewhere.addAll(slice);
            helped.countDown();
            return computed(FUNCTION, slice);
          }
        };
    AtomicInteger here = new AtomicInteger();
    Evaluator slow =
        parameters -> {
          if (here.incrementAndGet() == 3) {
            isThere.set(true);
            await().until(() -> helped.getCount() == 0);
          }
          return FUNCTION.evaluate(parameters);
        };

    List<Trial> trials = run(study("random", 8), new TrialThreads(executor, 1, late, lanes), slow);

    assertThat(trials).isEqualTo(alone("random", 8));
    assertThat(elsewhere).isNotEmpty();
  }

  @Test
  void aTrialThatFailsElsewhereFailsHereAsItAlwaysDoes() {
    Evaluator broken =
        parameters -> {
          throw new IllegalStateException("it is broken");
        };
    RemoteEvaluation helper =
        remote(
            3,
            (evaluator, slice, call) -> {
              throw new RemoteEvaluation.NotEvaluatedException("a trial failed");
            });

    assertThatExceptionOfType(TrialFailedException.class)
        .isThrownBy(
            () -> run(study("random", 8), new TrialThreads(executor, 1, helper, lanes), broken))
        .withRootCauseInstanceOf(IllegalStateException.class)
        .withStackTraceContaining("it is broken");
  }

  @Test
  void aCancelledStudyGivesUpWhatIsElsewhere() {
    AtomicBoolean cancelled = new AtomicBoolean();
    CountDownLatch interrupted = new CountDownLatch(1);
    RemoteEvaluation waiting =
        remote(
            1,
            (evaluator, slice, call) -> {
              cancelled.set(true);
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
              }
              return List.of();
            });
    Evaluator untilCancelled =
        parameters -> {
          await().until(cancelled::get);
          return FUNCTION.evaluate(parameters);
        };

    assertThatExceptionOfType(CancellationException.class)
        .isThrownBy(
            () ->
                new StudyRunner(new TrialThreads(executor, 1, waiting, lanes))
                    .run(study("random", 8), untilCancelled, TrialListener.NONE, cancelled::get));
    await().until(() -> interrupted.getCount() == 0);
  }
}
