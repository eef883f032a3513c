package dev.trainyard.optimize;

/**
 * The normal distribution with mean 0 and standard deviation 1, in {@link StrictMath}: the same
 * bits on every machine. Both functions are accurate to about 15 digits.
 */
public final class StandardNormal {

  /** 1/√(2π), the density at 0. */
  public static final double DENSITY_AT_ZERO = 0.3989422804014327;

  private static final double[] CDF_NUMERATOR = {
    0.0352624965998911,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376
  };
  private static final double[] CDF_DENOMINATOR = {
    0.0883883476483184,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752
  };

  private static final double[] CENTRE_NUMERATOR = {
    2509.0809287301227,
    33430.57558358813,
    67265.7709270087,
    45921.95393154987,
    13731.69376550946,
    1971.5909503065513,
    133.14166789178438,
    3.3871328727963665
  };
  private static final double[] CENTRE_DENOMINATOR = {
    5226.495278852854,
    28729.085735721943,
    39307.89580009271,
    21213.794301586597,
    5394.196021424751,
    687.1870074920579,
    42.31333070160091,
    1.0
  };
  private static final double[] NEAR_TAIL_NUMERATOR = {
    0.0007745450142783414,
    0.022723844989269184,
    0.2417807251774506,
    1.2704582524523684,
    3.6478483247632045,
    5.769497221460691,
    4.630337846156546,
    1.4234371107496835
  };
  private static final double[] NEAR_TAIL_DENOMINATOR = {
    1.0507500716444169e-9,
    0.0005475938084995345,
    0.015198666563616457,
    0.14810397642748008,
    0.6897673349851,
    1.6763848301838038,
    2.053191626637759,
    1.0
  };
  private static final double[] FAR_TAIL_NUMERATOR = {
    2.0103343992922881e-7,
    2.7115555687434876e-5,
    0.0012426609473880784,
    0.026532189526576124,
    0.29656057182850487,
    1.7848265399172913,
    5.463784911164114,
    6.657904643501103
  };
  private static final double[] FAR_TAIL_DENOMINATOR = {
    2.0442631033899397e-15,
    1.421511758316446e-7,
    1.8463183175100548e-5,
    0.0007868691311456133,
    0.014875361290850615,
    0.1369298809227358,
    0.599832206555888,
    1.0
  };

  private StandardNormal() {}

  /**
   * Returns the probability of a value up to {@code x}. Hart's algorithm 5666 as given by G. West,
   * "Better approximations to cumulative normal functions", Wilmott Magazine 2005.
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
   * Returns the value below which a share {@code p} of the distribution lies; infinite at 0 and 1.
   * M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied
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

  /** Evaluates a polynomial by Horner's rule, highest power first. */
  private static double polynomial(double[] coefficients, double x) {
    double value = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      value = value * x + coefficients[i];
    }
    return value;
  }
}
