package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Faults for a long time: {@code mvn -Psoak verify [-Dsoak.minutes=30] [-Dfaults.seed=]}. Writes
 * {@code target/soak-report.txt}.
 */
class FaultSoak {

  @Test
  void noJobIsLostDoubledStuckOrLiedAbout() throws Exception {
    Duration time = Duration.ofMinutes(Integer.getInteger("soak.minutes", 30));
    Report report = new FaultRun(Long.getLong("faults.seed", System.nanoTime())).during(time);

    Files.writeString(Path.of("target", "soak-report.txt"), report.withDetails());
    System.out.println(report);
    assertThat(report.violations()).as(report.withDetails()).isEmpty();
  }
}
