package dev.trainyard.optimize;

/**
 * The normal distribution with mean 0 and standard deviation 1, in {@link StrictMath}: the same
 * bits on every machine. Both functions are good to about 15 digits.
 */
public final class StandardNormal {

  /** 1/√(2π), the density at 0. */
  public static final double DENSITY_AT_ZERO = 0.3989422804014327;

  private static final double[] CDF_NUMERATOR = {
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };
  private static final double[] CDF_DENOMINATOR = {
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };

  private static final double[] CENTRE_NUMERATOR = {
    2509.0809287301226727,
    33430.575583588128105,
    67265.770927008700853,
    45921.953931549871457,
    13731.693765509461125,
    1971.5909503065514427,
    133.14166789178437745,
    3.387132872796366608
  };
  private static final double[] CENTRE_DENOMINATOR = {
    5226.495278852854561,
    28729.085735721942674,
    39307.89580009271061,
    21213.794301586595867,
    5394.1960214247511077,
    687.1870074920579083,
    42.313330701600911252,
    1.0
  };
  private static final double[] NEAR_TAIL_NUMERATOR = {
    7.7454501427834140764e-4,
    0.0227238449892691845833,
    0.24178072517745061177,
    1.27045825245236838258,
    3.64784832476320460504,
    5.7694972214606914055,
    4.6303378461565452959,
    1.42343711074968357734
  };
  private static final double[] NEAR_TAIL_DENOMINATOR = {
    1.05075007164441684324e-9,
    5.475938084995344946e-4,
    0.0151986665636164571966,
    0.14810397642748007459,
    0.68976733498510000455,
    1.6763848301838038494,
    2.05319162663775882187,
    1.0
  };
  private static final double[] FAR_TAIL_NUMERATOR = {
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    0.0012426609473880784386,
    0.026532189526576123093,
    0.29656057182850489123,
    1.7848265399172913358,
    5.4637849111641143699,
    6.6579046435011037772
  };
  private static final double[] FAR_TAIL_DENOMINATOR = {
    2.04426310338993978564e-15,
    1.4215117583164458887e-7,
    1.8463183175100546818e-5,
    7.868691311456132591e-4,
    0.0148753612908506148525,
    0.13692988092273580531,
    0.59983220655588793769,
    1.0
  };

  private StandardNormal() {}

  /**
   * Probability of a value up to {@code x}. Hart's algorithm 5666 as given by G. West, "Better
   * approximations to cumulative normal functions", Wilmott Magazine 2005.
   */
  public static double cdf(double x) {
    double distance = Math.abs(x);
    double tail;
    if (distance > 38) {
      tail = 0;
    } else {
      double bell = StrictMath.exp(-0.5 * distance * distance);
      if (distance < 7.07106781186547) {
        tail = bell * polynomial(CDF_NUMERATOR, distance) / polynomial(CDF_DENOMINATOR, distance);
      } else {
        double fraction = distance + 0.65;
        for (int k = 4; k >= 1; k--) {
          fraction = distance + k / fraction;
        }
        tail = bell / fraction * DENSITY_AT_ZERO;
      }
    }
    return x > 0 ? 1 - tail : tail;
  }

  /**
   * The value below which a share {@code p} of the distribution lies; infinite at 0 and 1. M. J.
   * Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
   * Statistics 37, 1988.
   *
   * @throws IllegalArgumentException when {@code p} is not in [0, 1]
   */
  public static double quantile(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("a probability must be in [0, 1], not " + p);
    }
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      double r = 0.180625 - q * q;
      return q * polynomial(CENTRE_NUMERATOR, r) / polynomial(CENTRE_DENOMINATOR, r);
    }
    double share = q < 0 ? p : 1 - p;
    if (share == 0) {
      return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    double r = StrictMath.sqrt(-StrictMath.log(share));
    double distance =
        r <= 5
            ? polynomial(NEAR_TAIL_NUMERATOR, r - 1.6) / polynomial(NEAR_TAIL_DENOMINATOR, r - 1.6)
            : polynomial(FAR_TAIL_NUMERATOR, r - 5) / polynomial(FAR_TAIL_DENOMINATOR, r - 5);
    return q < 0 ? -distance : distance;
  }

  /** Horner's rule, highest power first. */
  private static double polynomial(double[] coefficients, double x) {
    double value = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      value = value * x + coefficients[i];
    }
    return value;
  }
}
