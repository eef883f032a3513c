package dev.trainyard.optimize;

import dev.trainyard.strategy.ParameterSpace;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Functions of mixed parameters with a known minimum, for comparing samplers.
 *
 * @param name name in the reference table
 * @param space parameter space of the search
 * @param function function to minimise
 */
public record TestFunction(String name, ParameterSpace space, ToDoubleFunction<Parameters> function)
    implements Evaluator {

  @Override
  public Evaluation evaluate(Parameters parameters) {
    return TestEvaluations.scored(-function.applyAsDouble(parameters));
  }

  public static final TestFunction ROSENMIX =
      new TestFunction(
          "rosenmix",
          space(
              ParameterSpec.real("x1", -2, 2),
              ParameterSpec.real("x2", -2, 2),
              ParameterSpec.real("x3", -2, 2),
              ParameterSpec.real("x4", -2, 2),
              ParameterSpec.real("x5", -2, 2),
              ParameterSpec.integer("k", 1, 20),
              ParameterSpec.categorical("c", List.of("a", "b", "c", "d"))),
          TestFunction::rosenmix);

  public static final TestFunction ACKLEYMIX =
      new TestFunction(
          "ackleymix",
          space(
              ParameterSpec.real("x1", -15, 15),
              ParameterSpec.real("x2", -15, 15),
              ParameterSpec.real("x3", -15, 15),
              ParameterSpec.real("x4", -15, 15),
              ParameterSpec.integer("k1", -10, 10),
              ParameterSpec.integer("k2", -10, 10),
              ParameterSpec.categorical("c", List.of("a", "b", "c"))),
          TestFunction::ackleymix);

  public static final TestFunction BRANINMIX =
      new TestFunction(
          "braninmix",
          space(
              ParameterSpec.real("x1", -5, 10),
              ParameterSpec.real("x2", 0, 15),
              ParameterSpec.logReal("lr", 1e-5, 1),
              ParameterSpec.integer("k", 1, 32),
              ParameterSpec.categorical("c", List.of("a", "b", "c", "d", "e")),
              ParameterSpec.real("u1", 0, 1),
              ParameterSpec.integer("u2", 0, 100)),
          TestFunction::braninmix);

  public static final TestFunction TRADELIKE =
      new TestFunction(
          "tradelike",
          space(
              ParameterSpec.integer("fast", 2, 50),
              ParameterSpec.integer("slow", 10, 200),
              ParameterSpec.logReal("thr", 1e-4, 1e-1),
              stepped("sl", 0.005, 0.10, 0.005),
              ParameterSpec.real("tp", 0.01, 0.30),
              ParameterSpec.integer("hold", 1, 100),
              ParameterSpec.categorical("mode", List.of("long", "short", "both"))),
          TestFunction::tradelike);

  public static ParameterSpec stepped(String name, double low, double high, double step) {
    return new ParameterSpec(
        name, ParameterType.FLOAT, low, high, step, false, List.of(), 3, low, "");
  }

  private static ParameterSpace space(ParameterSpec... parameters) {
    return new ParameterSpace(List.of(parameters));
  }

  private static double rosenmix(Parameters p) {
    double r = 0;
    for (int i = 0; i < 4; i++) {
      double x = p.number(i);
      double next = p.number(i + 1);
      r += 100 * (next - x * x) * (next - x * x) + (1 - x) * (1 - x);
    }
    double[] offset = {.6, 0, .3, .9};
    double k = p.number(5) - 7;
    return StrictMath.log10(1 + r) + 0.02 * k * k + offset[(int) p.coordinate(6)];
  }

  private static double ackleymix(Parameters p) {
    double[] minimum = {3, -5, 8, -2, 4, -3};
    double[] scales = {1, 1.25, 1.6};
    double s = scales[(int) p.coordinate(6)];
    double squares = 0;
    double cosines = 0;
    for (int i = 0; i < 6; i++) {
      double z = s * (p.number(i) - minimum[i]);
      squares += z * z;
      cosines += StrictMath.cos(2 * Math.PI * z);
    }
    return -20 * StrictMath.exp(-0.2 * StrictMath.sqrt(squares / 6))
        - StrictMath.exp(cosines / 6)
        + 20
        + Math.E
        + 2 * (s - 1);
  }

  private static double braninmix(Parameters p) {
    double x1 = p.number(0);
    double x2 = p.number(1);
    double bowl = x2 - 5.1 / (4 * Math.PI * Math.PI) * x1 * x1 + 5 / Math.PI * x1 - 6;
    double branin = bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * StrictMath.cos(x1) + 10;
    double lr = StrictMath.log10(p.number(2)) + 2.5;
    double k = (p.number(3) - 12) / 4;
    double[] offset = {2, 1, 0, 3, 5};
    return branin - 0.39788735772973816 + lr * lr + k * k + offset[(int) p.coordinate(4)];
  }

  private static double tradelike(Parameters p) {
    double fast = p.number(0);
    double slow = p.number(1);
    if (fast >= slow) {
      return 1;
    }
    double hold = p.number(5);
    double ridge = bell((StrictMath.log(slow / fast) - StrictMath.log(4)) / .5);
    double scale = bell((StrictMath.log(fast) - StrictMath.log(12)) / .8);
    double g = bell((StrictMath.log10(p.number(2)) + 2.3) / .6);
    double rr = bell((p.number(4) / p.number(3) - 3) / 1.5);
    double h = 1 / (1 + (hold - 24) / 20 * ((hold - 24) / 20));
    double[] modes = {1, .4, .75};
    double m = modes[(int) p.coordinate(6)];
    double rug = .08 * StrictMath.sin(2.3 * fast + .7 * slow) * StrictMath.cos(.9 * hold);
    return -(3 * ridge * scale * (.4 + .6 * g) * (.3 + .7 * rr) * h * m + rug);
  }

  private static double bell(double z) {
    return StrictMath.exp(-z * z);
  }
}
