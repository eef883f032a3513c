package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.TrialFailedException;
import dev.trainyard.optimize.TrialListener;
import dev.trainyard.optimize.study.RoundExecution.Finished;
import dev.trainyard.strategy.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/**
 * Runs the trials of studies on threads, of this process and of others. The outcome is the same on
 * any number of them.
 *
 * <p>Stateless except for its executors, which the caller owns, may share, and closes.
 */
public final class StudyRunner {
  private final TrialThreads threads;

  /** Creates a runner on threads of the caller. */
  public StudyRunner(TrialThreads threads) {
    this.threads = threads;
  }

  /**
   * Creates a runner on an executor of the caller.
   *
   * @param executor runs the trials
   * @param threads trials that run at the same time, 1 or more
   */
  public StudyRunner(ExecutorService executor, int threads) {
    this(new TrialThreads(executor, threads));
  }

  /** Runs a study to its end, without a listener. */
  public void run(Study study, Evaluator evaluator) throws InterruptedException {
    run(study, evaluator, TrialListener.NONE, () -> false);
  }

  /**
   * Runs the remaining trials of a study. However it ends, no trial starts after it returns; a
   * running trial is interrupted and its result dropped.
   *
   * @param evaluator called by several threads at once
   * @param listener receives each trial in order
   * @param cancelled checked between trials
   * @throws TrialFailedException when a trial fails; of several, the one with the lowest number
   * @throws CancellationException when {@code cancelled} says so
   * @throws InterruptedException when the calling thread is interrupted
   */
  public void run(
      Study study, Evaluator evaluator, TrialListener listener, BooleanSupplier cancelled)
      throws InterruptedException {
    List<Told> news = new ArrayList<>();
    TrialTimes times = new TrialTimes();
    while (!study.isComplete()) {
      try (RoundExecution round =
          new RoundExecution(study, study.nextRound(), evaluator, cancelled, threads, times)) {
        round.start();
        // The last trials of a round are reported while the next round is already running
        report(news, listener);
        while (!round.isTold()) {
          if (!round.isReady()) {
            report(news, listener);
          }
          news.add(tell(study, round.take()));
        }
      }
    }
    report(news, listener);
  }

  /**
   * Evaluates given points, equal points only once.
   *
   * @param name purpose of the points
   * @param points of one space
   * @param evaluator called by several threads at once
   * @param cancelled checked between points
   * @return one trial per point, in order
   * @throws TrialFailedException when an evaluation fails; of several, the one with the lowest
   *     number
   * @throws CancellationException when {@code cancelled} says so
   * @throws InterruptedException when the calling thread is interrupted
   */
  public List<Trial> evaluate(
      String name, List<Parameters> points, Evaluator evaluator, BooleanSupplier cancelled)
      throws InterruptedException {
    int count = points.size();
    if (count == 0) {
      return List.of();
    }
    Study given =
        new Study(new StudyDefinition(name, points.get(0).space(), "random", 0, count, count));
    Study.Round all = new Study.Round(0, count, points::get);
    try (RoundExecution round =
        new RoundExecution(given, all, evaluator, cancelled, threads, new TrialTimes())) {
      round.start();
      while (!round.isTold()) {
        tell(given, round.take());
      }
    }
    return given.trials();
  }

  /**
   * Starts other work, which uses threads while trials wait for one another.
   *
   * @param work must not wait for anything that needs a thread of the trials
   */
  public <T> BackgroundTask<T> aside(Callable<T> work) {
    return new BackgroundTask<>(threads.executor(), work);
  }

  private static Told tell(Study study, Finished finished) {
    // An incompatible strategy, or one that recurses forever, fails its trial
    if (finished.failure() instanceof VirtualMachineError error
        && !(error instanceof StackOverflowError)) {
      throw error;
    }
    if (finished.failure() != null) {
      throw new TrialFailedException(
          study.definition().name(), study.size(), finished.parameters(), finished.failure());
    }
    Trial trial =
        study.tell(
            Objects.requireNonNull(finished.parameters(), "a trial without parameters"),
            finished.evaluation());
    return new Told(trial, study.best().orElseThrow());
  }

  private static void report(List<Told> news, TrialListener listener) {
    news.forEach(finished -> listener.onTrial(finished.trial, finished.best));
    news.clear();
  }

  private record Told(Trial trial, Trial best) {}
}
