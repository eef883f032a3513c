package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.TrialFailedException;
import dev.trainyard.optimize.TrialListener;
import dev.trainyard.strategy.Parameters;
import java.util.List;
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
    run(List.of(new Single(study, evaluator, listener)), cancelled);
  }

  /**
   * Runs the remaining trials of several studies, as many of them at a time as give work to all
   * threads. However it ends, no trial starts after it returns.
   *
   * @param runs the studies, in the order in which they begin
   * @param cancelled checked between trials
   * @throws TrialFailedException when a trial fails; of several, the first one of the first study
   * @throws CancellationException when {@code cancelled} says so
   * @throws InterruptedException when the calling thread is interrupted
   */
  public void run(List<? extends StudyRun> runs, BooleanSupplier cancelled)
      throws InterruptedException {
    try (RunningStudies running = new RunningStudies(threads, runs, cancelled)) {
      running.run();
    }
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
    if (points.isEmpty()) {
      return List.of();
    }
    Study given = Study.of(name, points);
    run(given, evaluator, TrialListener.NONE, cancelled);
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

  private record Single(Study study, Evaluator evaluator, TrialListener listener)
      implements StudyRun {
    @Override
    public Study begin() {
      return study;
    }

    @Override
    public void onTrial(Trial trial, Trial best) {
      listener.onTrial(trial, best);
    }
  }
}
