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
 * Runs the trials of studies on threads. The outcome is the same on any number of them.
 *
 * <p>Stateless but for its executor, which stays the caller's: to be shared and to be closed there.
 */
public final class StudyRunner {
  private final ExecutorService executor;
  private final int threads;

  /**
   * A runner on an executor of the caller.
   *
   * @param executor runs the trials
   * @param threads trials that run at the same time, 1 or more
   */
  public StudyRunner(ExecutorService executor, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("a study needs at least one thread");
    }
    this.executor = executor;
    this.threads = threads;
  }

  /** Runs a study to its end, without a listener. */
  public void run(Study study, Evaluator evaluator) throws InterruptedException {
    run(study, evaluator, TrialListener.NONE, () -> false);
  }

  /**
   * Runs the trials that a study still lacks. However it ends, no further trial is started after it
   * returns; one that is under way is interrupted and its result forgotten.
   *
   * @param evaluator called by several threads at once
   * @param listener told of each trial in order
   * @param cancelled checked between trials
   * @throws TrialFailedException when a trial fails; of several, the one with the lowest number
   * @throws CancellationException when {@code cancelled} says so
   * @throws InterruptedException when the calling thread is interrupted
   */
  public void run(
      Study study, Evaluator evaluator, TrialListener listener, BooleanSupplier cancelled)
      throws InterruptedException {
    List<Told> news = new ArrayList<>();
    while (!study.isComplete()) {
      try (RoundExecution round =
          new RoundExecution(study, study.nextRound(), evaluator, cancelled)) {
        round.start(executor, threads);
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
   * Evaluates given points, of which equal ones once.
   *
   * @param name what they are for
   * @param points of one space
   * @param evaluator called by several threads at once
   * @param cancelled checked between points
   * @return one trial per point, in their order
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
    try (RoundExecution round =
        new RoundExecution(given, new Study.Round(0, count, points::get), evaluator, cancelled)) {
      round.start(executor, threads);
      while (!round.isTold()) {
        tell(given, round.take());
      }
    }
    return given.trials();
  }

  /**
   * Begins other work, which ends while trials wait for one another.
   *
   * @param work waits for nothing that needs a thread of the trials
   */
  public <T> BackgroundTask<T> aside(Callable<T> work) {
    return new BackgroundTask<>(executor, work);
  }

  private static Told tell(Study study, Finished finished) {
    // A strategy of another version, or one that calls itself for ever, is the trial's own fault
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
    news.forEach(told -> listener.told(told.trial, told.best));
    news.clear();
  }

  private record Told(Trial trial, Trial best) {}
}
