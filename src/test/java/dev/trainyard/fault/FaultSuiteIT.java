package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every kind of fault once, in an order that {@code -Dfaults.seed=} gives. */
class FaultSuiteIT {

  @Test
  void noJobIsLostDoubledStuckOrLiedAbout() throws Exception {
    Report report = new FaultRun(Long.getLong("faults.seed", System.nanoTime())).eachFaultOnce();

    System.out.println(report.withDetails());
    assertThat(report.violations()).as(report.withDetails()).isEmpty();
  }
}
