package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Every kind of fault once, in an order that {@code -Dfaults.seed=} gives; the same one in each
 * build, as the soak is what roams.
 */
class FaultSuiteIT {
  private static final long SEED = 7158303041170L;

  @Test
  void noJobIsLostDoubledStuckOrLiedAbout() throws Exception {
    Report report = new FaultRun(Long.getLong("faults.seed", SEED)).eachFaultOnce();

    System.out.println(report.withDetails());
    assertThat(report.violations()).as(report.withDetails()).isEmpty();
  }
}
