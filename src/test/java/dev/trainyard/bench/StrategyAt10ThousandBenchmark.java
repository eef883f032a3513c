package dev.trainyard.bench;

import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** 10,000 candles. */
@OperationsPerInvocation(StrategyAt10ThousandBenchmark.BARS)
public class StrategyAt10ThousandBenchmark extends StrategyBenchmark {
  static final int BARS = 10_000;

  @Override
  int bars() {
    return BARS;
  }
}
