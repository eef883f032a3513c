package dev.trainyard.optimize;

import dev.trainyard.optimize.RoundExecution.Finished;
import java.util.ArrayList;
import java.util.List;
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

  private static Told tell(Study study, Finished finished) {
    if (finished.failure() instanceof Error error) {
      throw error;
    }
    if (finished.failure() != null) {
      throw new TrialFailedException(
          study.definition().name(), study.size(), finished.parameters(), finished.failure());
    }
    Trial trial = study.tell(finished.parameters(), finished.evaluation());
    return new Told(trial, study.best().orElseThrow());
  }

  private static void report(List<Told> news, TrialListener listener) {
    news.forEach(told -> listener.told(told.trial, told.best));
    news.clear();
  }

  private record Told(Trial trial, Trial best) {}
}
