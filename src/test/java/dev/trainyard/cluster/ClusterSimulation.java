package dev.trainyard.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trainyard.cluster.SliceCodec.Answer;
import dev.trainyard.cluster.SliceCodec.Outcome;
import dev.trainyard.optimize.Evaluation;
import dev.trainyard.optimize.Evaluator;
import dev.trainyard.optimize.TestFunction;
import dev.trainyard.optimize.Trial;
import dev.trainyard.optimize.study.RemoteEvaluation;
import dev.trainyard.optimize.study.Study;
import dev.trainyard.optimize.study.StudyDefinition;
import dev.trainyard.optimize.study.StudyRun;
import dev.trainyard.optimize.study.StudyRunner;
import dev.trainyard.optimize.study.TrialThreads;
import dev.trainyard.strategy.Parameters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * How much faster a job becomes with many workers of one thread each. The scheduler, the samplers
 * and what a slice's answer costs its receiver are real; a trial and the way of a slice are waited
 * for, so that one machine can play many. Writes {@code target/bench/cluster.json}.
 */
public final class ClusterSimulation {
  private static final TestFunction FUNCTION = TestFunction.TRADELIKE;
  private static final int[] WORKERS = {1, 2, 4, 8, 16, 32, 64};

  /** A trial of LIQUIDITY_SWEEP on 1,000,000 candles takes 10 ms and more. */
  private static final double TRIAL_MILLIS = 10;

  /** A call of Ignite on loopback and back with 5 KB, by measurement. */
  private static final double WAY_MILLIS = 3;

  private final SliceCodec codec = new SliceCodec(new ObjectMapper());

  private ClusterSimulation() {}

  /** A kind of job: so many studies of one sampler. */
  private record Case(String name, String sampler, int batch, int studies, int trials) {
    List<Run> runs() {
      return IntStream.range(0, studies).mapToObj(k -> new Run(this, "study " + k)).toList();
    }
  }

  private record Run(Case of, String name) implements StudyRun {
    @Override
    public Study begin() {
      return new Study(
          new StudyDefinition(name, FUNCTION.space(), of.sampler, 7, of.batch, of.trials));
    }

    @Override
    public Evaluator evaluator() {
      return ClusterSimulation::evaluate;
    }

    @Override
    public void onTrial(Trial trial, Trial best) {}
  }

  /** Trials take 0.6 to 1.4 times the mean, by their parameters. */
  private static Evaluation evaluate(Parameters parameters) {
    double share = (parameters.hashCode() >>> 8) % 1000 / 1000.0;
    rest(TRIAL_MILLIS * (0.6 + 0.8 * share));
    return FUNCTION.evaluate(parameters);
  }

  private static void rest(double millis) {
    try {
      Thread.sleep((long) millis, (int) (millis % 1 * 1e6));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A member with one thread, at which two slices may be. */
  private static final class Simulated {
    final ExecutorService thread = Executors.newSingleThreadExecutor();
    final AtomicInteger slices = new AtomicInteger();
  }

  private final class Others implements RemoteEvaluation, AutoCloseable {
    private final List<Simulated> members = new ArrayList<>();
    private final AtomicInteger slices = new AtomicInteger();

    Others(int count) {
      for (int i = 0; i < count; i++) {
        members.add(new Simulated());
      }
    }

    @Override
    public int lanes(double remainingSeconds) {
      return SliceTask.PLACES * members.size();
    }

    @Override
    public List<Evaluation> evaluate(Evaluator evaluator, List<Parameters> slice)
        throws NotEvaluatedException, InterruptedException {
      Simulated member = take();
      try {
        rest(WAY_MILLIS / 2);
        Future<byte[]> answer =
            member.thread.submit(
                () ->
                    codec.encode(
                        new Answer(
                            Outcome.EVALUATED,
                            "",
                            slice.stream().map(evaluator::evaluate).toList())));
        byte[] bytes = answer.get();
        rest(WAY_MILLIS / 2);
        slices.incrementAndGet();
        return codec.answer(bytes).evaluations();
      } catch (ExecutionException | IOException e) {
        throw new NotEvaluatedException("it has failed", e);
      } finally {
        member.slices.decrementAndGet();
      }
    }

    private synchronized Simulated take() throws NotEvaluatedException {
      Simulated free =
          members.stream()
              .min(Comparator.comparingInt(member -> member.slices.get()))
              .filter(member -> member.slices.get() < SliceTask.PLACES)
              .orElseThrow(() -> new NotEvaluatedException("no member has a free place"));
      free.slices.incrementAndGet();
      return free;
    }

    @Override
    public void close() {
      members.forEach(member -> member.thread.shutdownNow());
    }
  }

  /** Prints a line for each kind of job and number of workers, and writes the figures. */
  public static void main(String[] arguments) throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Case> cases =
        List.of(
            new Case("random", "random", 64, 1, 2000),
            new Case("bayesian, batch_size 8", "bayesian", 8, 1, 1000),
            new Case("bayesian, batch_size 64", "bayesian", 64, 1, 2000),
            new Case("five windows, bayesian, batch_size 8", "bayesian", 8, 5, 200),
            new Case("five windows, bayesian, batch_size 64", "bayesian", 64, 5, 400));
    ClusterSimulation simulation = new ClusterSimulation();
    simulation.seconds(cases.get(2), 8);
    for (Case one : cases) {
      double alone = 0;
      for (int workers : WORKERS) {
        double begin = cpuSeconds();
        double[] took = simulation.seconds(one, workers);
        alone = workers == 1 ? took[0] : alone;
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("job", one.name);
        row.put("workers", workers);
        row.put("seconds", took[0]);
        row.put("speed_up", alone / took[0]);
        row.put("slices", (int) took[1]);
        row.put("cpu_seconds", cpuSeconds() - begin);
        row.put("load", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        rows.add(row);
        System.out.printf(Locale.ROOT, "%s%n", row);
      }
    }
    Path file = Path.of("target", "bench", "cluster.json");
    Files.createDirectories(file.getParent());
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), rows);
    System.exit(0);
  }

  private static double cpuSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  /** Seconds and number of slices of a job. */
  private double[] seconds(Case one, int workers) throws InterruptedException {
    ExecutorService own = Executors.newSingleThreadExecutor();
    ExecutorService lanes = Executors.newCachedThreadPool();
    try (Others others = new Others(workers - 1)) {
      long begin = System.nanoTime();
      new StudyRunner(new TrialThreads(own, 1, others, lanes)).run(one.runs(), () -> false);
      return new double[] {(System.nanoTime() - begin) / 1e9, others.slices.get()};
    } finally {
      own.shutdownNow();
      lanes.shutdownNow();
    }
  }
}
