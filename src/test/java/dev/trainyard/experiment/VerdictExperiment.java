package dev.trainyard.experiment;

import dev.trainyard.backtest.BacktestSettings;
import dev.trainyard.backtest.Costs;
import dev.trainyard.market.Candles;
import dev.trainyard.market.RealCandles;
import dev.trainyard.market.Timeframe;
import dev.trainyard.strategy.ParameterSpec;
import dev.trainyard.strategy.ParameterType;
import dev.trainyard.strategy.Parameters;
import dev.trainyard.strategy.Strategy;
import dev.trainyard.strategy.catalog.StrategyCatalog;
import dev.trainyard.validation.MomentumStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How often the default job says EDGE where there is none, and where there is one. The strategies
 * take turns: the built-in ones and one that trades far more often.
 */
public final class VerdictExperiment {
  private static final int CANDLES = 10_000;
  private static final int MIN_HIDDEN_TRADES = 100;
  private static final double[] STRENGTHS = {0, 1.5, 2.5, 4, 6};
  private static final List<String> SAMPLERS = List.of("random", "bayesian");
  private static final Costs FREE = new Costs(0, 0, 0);

  private final Candles real = RealCandles.of("BTCUSDT-5m.csv");
  private final List<Strategy> strategies = new ArrayList<>();
  private final int noiseJobs;
  private final int plantedJobs;

  private VerdictExperiment(int noiseJobs, int plantedJobs) {
    this.noiseJobs = noiseJobs;
    this.plantedJobs = plantedJobs;
    strategies.addAll(StrategyCatalog.builtIn(Path.of("config", "strategies")).all());
    strategies.add(new MomentumStrategy());
  }

  /**
   * Prints the tables.
   *
   * @param arguments jobs of each row of the noise, and of each strength of an edge
   */
  public static void main(String[] arguments) throws Exception {
    new VerdictExperiment(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
  }

  private void run() throws Exception {
    System.out.println("noise: costs, candles, sampler: verdicts, share of EDGE (95 % Wilson)");
    for (Costs costs : List.of(FREE, Costs.DEFAULT)) {
      Map<String, Integer> all = new TreeMap<>();
      for (NoiseCandles kind : NoiseCandles.values()) {
        for (String sampler : SAMPLERS) {
          Map<String, Integer> verdicts = count(noiseJobs, job -> noise(job, kind, costs, sampler));
          verdicts.forEach((verdict, jobs) -> all.merge(verdict, jobs, Integer::sum));
          print(name(costs) + ", " + kind + ", " + sampler, verdicts);
        }
      }
      print(name(costs) + ", all", all);
    }
    System.out.println("planted edge: strength, costs, sampler: verdicts, share of EDGE");
    for (Costs costs : List.of(FREE, Costs.DEFAULT)) {
      for (double strength : STRENGTHS) {
        for (String sampler : SAMPLERS) {
          print(
              strength + ", " + name(costs) + ", " + sampler,
              count(plantedJobs, job -> planted(job, strength, costs, sampler)));
        }
      }
    }
  }

  private String noise(int job, NoiseCandles kind, Costs costs, String sampler)
      throws InterruptedException {
    Candles candles = kind.make(real, CANDLES, new SplittableRandom(job));
    return verdict(
        new Job(strategies.get(job % strategies.size()), settings(costs), sampler, job), candles);
  }

  private String planted(int job, double strength, Costs costs, String sampler)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1_000_000 + job);
    NoiseCandles kind = random.nextBoolean() ? NoiseCandles.RANDOM_WALK : NoiseCandles.BOOTSTRAP;
    Candles noise = kind.make(real, CANDLES, random);
    PlantedEdge edge = edge(noise, costs, random);
    Candles candles = strength == 0 ? noise : edge.plant(noise, strength, Job.HOLDOUT);
    return verdict(new Job(edge.strategy(), settings(costs), sampler, job), candles);
  }

  /** Hidden parameters that trade often enough to have a Sharpe ratio to speak of. */
  private PlantedEdge edge(Candles noise, Costs costs, SplittableRandom random) {
    while (true) {
      Strategy strategy = strategies.get(random.nextInt(strategies.size()));
      PlantedEdge edge = new PlantedEdge(strategy, point(strategy, random), settings(costs));
      if (edge.trades(noise) >= MIN_HIDDEN_TRADES) {
        return edge;
      }
    }
  }

  private static Parameters point(Strategy strategy, SplittableRandom random) {
    double[] coordinates = new double[strategy.space().size()];
    for (int p = 0; p < coordinates.length; p++) {
      ParameterSpec spec = strategy.space().get(p);
      coordinates[p] =
          spec.type() == ParameterType.CATEGORICAL
              ? random.nextInt(spec.choices().size())
              : spec.low() + random.nextDouble() * (spec.high() - spec.low());
      if (spec.type() == ParameterType.INT) {
        coordinates[p] = Math.rint(coordinates[p]);
      }
    }
    return new Parameters(strategy.space(), coordinates);
  }

  private static String verdict(Job job, Candles candles) throws InterruptedException {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      return job.verdict(candles, executor).orElse("NONE_FEASIBLE");
    } finally {
      executor.shutdownNow();
    }
  }

  private static BacktestSettings settings(Costs costs) {
    return BacktestSettings.defaults(Timeframe.M5.millis()).withCosts(costs);
  }

  private static String name(Costs costs) {
    return costs.equals(FREE) ? "no costs" : "default costs";
  }

  /** One job of a row. */
  private interface Run {
    String verdict(int job) throws InterruptedException;
  }

  private static Map<String, Integer> count(int jobs, Run run) throws Exception {
    ExecutorService cores =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int job = 0; job < jobs; job++) {
        int number = job;
        calls.add(() -> run.verdict(number));
      }
      Map<String, Integer> verdicts = new TreeMap<>();
      for (Future<String> verdict : cores.invokeAll(calls)) {
        verdicts.merge(verdict.get(), 1, Integer::sum);
      }
      return verdicts;
    } finally {
      cores.shutdownNow();
    }
  }

  private static void print(String row, Map<String, Integer> verdicts) {
    int jobs = verdicts.values().stream().mapToInt(Integer::intValue).sum();
    int edges = verdicts.getOrDefault("EDGE", 0);
    System.out.printf(
        Locale.ROOT,
        "%-40s %s: %.1f %% (%.1f to %.1f)%n",
        row,
        verdicts,
        100.0 * edges / jobs,
        100 * wilson(edges, jobs, -1),
        100 * wilson(edges, jobs, 1));
  }

  /** A bound of the 95 % interval of a share: E. B. Wilson, 1927. */
  private static double wilson(int hits, int of, int sign) {
    double z = 1.96;
    double p = (double) hits / of;
    double root = z * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of));
    return (p + z * z / (2 * of) + sign * root) / (1 + z * z / of);
  }
}
