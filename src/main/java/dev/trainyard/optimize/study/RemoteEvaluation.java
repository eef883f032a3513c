package dev.trainyard.optimize.study;

import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.strategy.Parameters;
import java.util.List;

/**
 * Threads of other processes that evaluate parameters beside those of this one. Evaluations are
 * pure functions, so it does not matter who computes one: a study has the same outcome with any
 * number of helpers, and when they come and go.
 */
public interface RemoteEvaluation {

  /** Nobody helps. */
  RemoteEvaluation NONE =
      new RemoteEvaluation() {
        @Override
        public int lanes(double remainingSeconds) {
          return 0;
        }

        @Override
        public List<Evaluation> evaluate(Evaluator evaluator, List<Parameters> slice)
            throws NotEvaluatedException {
          throw new NotEvaluatedException("nobody helps");
        }
      };

  /**
   * Returns how many slices may be under way at the same time. Asked about twice a second while
   * studies run.
   *
   * @param remainingSeconds time that the remaining trials of the studies would take on the threads
   *     of this process, 0 while unknown
   */
  int lanes(double remainingSeconds);

  /**
   * Evaluates a slice elsewhere, and waits for it.
   *
   * @return the evaluations, in the order of the parameters
   * @throws NotEvaluatedException when nobody has evaluated all of it; it is then evaluated here
   * @throws InterruptedException when the thread is interrupted; the slice is given up
   */
  List<Evaluation> evaluate(Evaluator evaluator, List<Parameters> slice)
      throws NotEvaluatedException, InterruptedException;

  /**
   * A slice has no answer: its helper is gone, busy, or not able to, or one of its trials failed.
   */
  final class NotEvaluatedException extends Exception {
    private static final long serialVersionUID = 1;

    /** Creates the exception with the reason. */
    public NotEvaluatedException(String reason) {
      super(reason);
    }

    /** Creates the exception with the reason and its cause. */
    public NotEvaluatedException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
