package dev.trainyard.bench;

import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** 1,000,000 candles. */
@OperationsPerInvocation(StrategyAt1MillionBenchmark.BARS)
public class StrategyAt1MillionBenchmark extends StrategyBenchmark {
  static final int BARS = 1_000_000;

  @Override
  int bars() {
    return BARS;
  }
}
