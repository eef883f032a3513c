package dev.trainyard.bench;

import dev.trainyard.backtest.Metrics;
import dev.trainyard.market.Indicators;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bar-evaluations per second of one thread: trials with random parameters on five-minute candles,
 * each with signals, {@code realistic} fills and all metrics. A score of 10 is ten million bars a
 * second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public abstract class StrategyBenchmark {
  /** Name of the strategy. */
  @Param({"LIQUIDITY_SWEEP", "CAPITULATION_REVERSAL", "FAILED_BREAKDOWN", "SUPPLY_SHOCK"})
  public String strategy;

  private StrategyTrials trials;
  private Indicators warm;
  private int next;

  /** Number of candles. */
  abstract int bars();

  /** Loads the candles and computes what all trials share. */
  @Setup
  public void setUp() {
    trials = new StrategyTrials(strategy, bars());
    warm = trials.warmIndicators();
  }

  /** The indicators that trials share are there already. */
  @Benchmark
  public Metrics warmIndicators() {
    return trials.run(warm, next++ & Integer.MAX_VALUE);
  }

  /** Each trial computes all that it needs from the bare candles. */
  @Benchmark
  public Metrics coldIndicators() {
    return trials.run(trials.coldIndicators(), next++ & Integer.MAX_VALUE);
  }
}
