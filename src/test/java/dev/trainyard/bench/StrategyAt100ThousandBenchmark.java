package dev.trainyard.bench;

import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** 100,000 candles. */
@OperationsPerInvocation(StrategyAt100ThousandBenchmark.BARS)
public class StrategyAt100ThousandBenchmark extends StrategyBenchmark {
  static final int BARS = 100_000;

  @Override
  int bars() {
    return BARS;
  }
}
