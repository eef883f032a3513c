package dev.trainyard.optimize.cmaes;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;

/**
 * The state of the evolution strategy after some generations. Immutable; variables are named as in
 * the tutorial.
 *
 * <p>All arithmetic is Java's own, {@link StrictMath}'s or Hipparchus', which is written in Java:
 * the same on every machine.
 */
final class CmaState {
  private static final double FIRST_SIGMA = 0.2;

  /**
   * A parameter with steps keeps a spread of this many steps, or it would no longer be searched.
   */
  private static final double MIN_STEPS = 0.4;

  /** Below this spread in every direction the search has converged. */
  private static final double CONVERGED = 1e-4;

  private static final double CHOICE_RATE = 0.5;

  private final double[] steps;
  private final int[] choices;
  private final int lambda;
  private final int generations;
  private final double[] mean;
  private final double sigma;
  private final double[][] covariance;
  private final double[] covariancePath;
  private final double[] sigmaPath;
  private final double[][] axes;
  private final double[] lengths;
  private final double[][] shares;
  private final int sinceStart;

  /** A point of a generation. */
  static final class Point {
    private final double[] x;
    private final int[] choices;

    /**
     * @param x numbers, 0..1
     * @param choices indices of choices
     */
    Point(double[] x, int[] choices) {
      this.x = x;
      this.choices = choices;
    }
  }

  private CmaState(Draft draft) {
    steps = draft.steps;
    choices = draft.choices;
    lambda = draft.lambda;
    generations = draft.generations;
    mean = draft.mean;
    sigma = draft.sigma;
    covariance = draft.covariance;
    covariancePath = draft.covariancePath;
    sigmaPath = draft.sigmaPath;
    shares = draft.shares;
    sinceStart = draft.sinceStart;
    int n = mean.length;
    if (n == 0) {
      axes = new double[0][];
      lengths = new double[0];
    } else {
      EigenDecompositionSymmetric decomposition =
          new EigenDecompositionSymmetric(new Array2DRowRealMatrix(covariance, false));
      axes = decomposition.getV().getData();
      lengths = new double[n];
      for (int k = 0; k < n; k++) {
        lengths[k] = Math.sqrt(Math.max(1e-20, decomposition.getEigenvalue(k)));
      }
    }
  }

  private static final class Draft {
    final double[] steps;
    final int[] choices;
    final int lambda;
    final double[] mean;
    int generations;
    double sigma = FIRST_SIGMA;
    double[][] covariance;
    double[] covariancePath;
    double[] sigmaPath;
    double[][] shares;
    int sinceStart;

    /** Creates an initial draft: round around its mean, all choices equally likely. */
    Draft(double[] steps, int[] choices, int lambda, double[] mean) {
      this.steps = steps;
      this.choices = choices;
      this.lambda = lambda;
      this.mean = mean;
      int n = steps.length;
      covariance = new double[n][n];
      for (int k = 0; k < n; k++) {
        covariance[k][k] = 1;
      }
      covariancePath = new double[n];
      sigmaPath = new double[n];
      shares = new double[choices.length][];
      for (int c = 0; c < choices.length; c++) {
        shares[c] = new double[choices[c]];
        Arrays.fill(shares[c], 1.0 / choices[c]);
      }
    }
  }

  /**
   * Returns the state before the first generation.
   *
   * @param steps distance of neighbouring values of each number, 0 for any value
   * @param choices number of choices of each categorical parameter
   * @param lambda trials of a generation
   */
  static CmaState start(double[] steps, int[] choices, int lambda) {
    return new CmaState(new Draft(steps, choices, lambda, new double[steps.length]));
  }

  /** Returns the number of generations so far. */
  int generations() {
    return generations;
  }

  /** Returns whether the next generation is random. */
  boolean isRandom() {
    return sinceStart == 0;
  }

  /** Returns the point for a draw of the normal distribution; it may be out of bounds. */
  double[] at(double[] z) {
    int n = mean.length;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      double y = 0;
      for (int k = 0; k < n; k++) {
        y += axes[i][k] * lengths[k] * z[k];
      }
      x[i] = mean[i] + sigma * y;
    }
    return x;
  }

  /** Returns the choice of a categorical parameter for a uniform draw. */
  int choice(int c, double u) {
    double sum = 0;
    for (int k = 0; k < shares[c].length - 1; k++) {
      sum += shares[c][k];
      if (u < sum) {
        return k;
      }
    }
    return shares[c].length - 1;
  }

  /**
   * Returns the state after one more generation.
   *
   * @param points points of the generation, best first
   */
  CmaState after(List<Point> points) {
    return isRandom() ? afterRandom(points) : afterOwn(points);
  }

  /** Starts the search around the best of the random points. */
  private CmaState afterRandom(List<Point> points) {
    Draft draft = new Draft(steps, choices, lambda, points.get(0).x.clone());
    draft.generations = generations + 1;
    draft.sinceStart = 1;
    draft.shares = new CmaState(draft).movedShares(points, weights(points.size()));
    return new CmaState(draft);
  }

  private CmaState afterOwn(List<Point> points) {
    int n = mean.length;
    double[] weights = weights(points.size());
    double squares = Arrays.stream(weights).map(w -> w * w).sum();
    double muEff = 1 / squares;
    double cc = (4 + muEff / n) / (n + 4 + 2 * muEff / n);
    double cs = (muEff + 2) / (n + muEff + 5);
    double c1 = 2 / ((n + 1.3) * (n + 1.3) + muEff);
    double cmu =
        Math.min(1 - c1, 2 * (0.25 + muEff + 1 / muEff - 2) / ((n + 2.0) * (n + 2.0) + muEff));
    double damping = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cs;
    double expected = Math.sqrt(n) * (1 - 1 / (4.0 * n) + 1 / (21.0 * n * n));

    double[] step = new double[n];
    double[][] y = new double[weights.length][n];
    for (int i = 0; i < weights.length; i++) {
      for (int k = 0; k < n; k++) {
        y[i][k] = (points.get(i).x[k] - mean[k]) / sigma;
        step[k] += weights[i] * y[i][k];
      }
    }
    double[] moved = new double[n];
    for (int k = 0; k < n; k++) {
      moved[k] = mean[k] + sigma * step[k];
    }
    Draft draft = new Draft(steps, choices, lambda, moved);
    draft.generations = generations + 1;
    draft.sinceStart = sinceStart + 1;
    double[] whitened = whitened(step);
    double norm = 0;
    draft.sigmaPath = new double[n];
    for (int k = 0; k < n; k++) {
      draft.sigmaPath[k] = (1 - cs) * sigmaPath[k] + Math.sqrt(cs * (2 - cs) * muEff) * whitened[k];
      norm += draft.sigmaPath[k] * draft.sigmaPath[k];
    }
    norm = Math.sqrt(norm);
    double faded = Math.sqrt(1 - StrictMath.pow(1 - cs, 2 * draft.sinceStart));
    boolean moving = norm / faded < (1.4 + 2.0 / (n + 1)) * expected;
    draft.covariancePath = new double[n];
    for (int k = 0; k < n; k++) {
      draft.covariancePath[k] =
          (1 - cc) * covariancePath[k] + (moving ? Math.sqrt(cc * (2 - cc) * muEff) * step[k] : 0);
    }
    double lost = moving ? 0 : c1 * cc * (2 - cc);
    draft.covariance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rank = 0;
        for (int k = 0; k < weights.length; k++) {
          rank += weights[k] * y[k][i] * y[k][j];
        }
        double value =
            (1 - c1 - cmu + lost) * covariance[i][j]
                + c1 * draft.covariancePath[i] * draft.covariancePath[j]
                + cmu * rank;
        draft.covariance[i][j] = value;
        draft.covariance[j][i] = value;
      }
    }
    draft.sigma = sigma * StrictMath.exp(Math.min(1, cs / damping * (norm / expected - 1)));
    for (int k = 0; k < n; k++) {
      double least = MIN_STEPS * steps[k] / draft.sigma;
      draft.covariance[k][k] = Math.max(draft.covariance[k][k], least * least);
    }
    draft.shares = movedShares(points, weights);
    CmaState next = new CmaState(draft);
    return next.hasConverged() ? next.restarted() : next;
  }

  private boolean hasConverged() {
    if (mean.length == 0) {
      return false;
    }
    double longest = Arrays.stream(lengths).max().orElse(0);
    return sigma * longest < CONVERGED;
  }

  private CmaState restarted() {
    Draft draft = new Draft(steps, choices, lambda, new double[mean.length]);
    draft.generations = generations;
    return new CmaState(draft);
  }

  /** Returns the step in the coordinates in which the distribution is round. */
  private double[] whitened(double[] step) {
    int n = step.length;
    double[] along = new double[n];
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        along[k] += axes[i][k] * step[i];
      }
      along[k] /= lengths[k];
    }
    double[] whitened = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        whitened[i] += axes[i][k] * along[k];
      }
    }
    return whitened;
  }

  /** Moves the shares of the choices; every choice keeps a share, so that none is lost for good. */
  private double[][] movedShares(List<Point> points, double[] weights) {
    double[][] moved = new double[shares.length][];
    for (int c = 0; c < moved.length; c++) {
      int count = shares[c].length;
      moved[c] = new double[count];
      for (int i = 0; i < weights.length; i++) {
        moved[c][points.get(i).choices[c]] += weights[i];
      }
      double least = 1.0 / (count * (double) lambda);
      double sum = 0;
      for (int k = 0; k < count; k++) {
        moved[c][k] = (1 - CHOICE_RATE) * shares[c][k] + CHOICE_RATE * moved[c][k];
        moved[c][k] = Math.max(least, moved[c][k]);
        sum += moved[c][k];
      }
      for (int k = 0; k < count; k++) {
        moved[c][k] /= sum;
      }
    }
    return moved;
  }

  private static double[] weights(int lambda) {
    double[] weights = new double[lambda / 2];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.log((lambda + 1) / 2.0) - StrictMath.log(i + 1);
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
