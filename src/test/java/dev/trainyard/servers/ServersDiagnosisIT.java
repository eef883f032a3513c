package dev.trainyard.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.startup.Finding;
import dev.trainyard.startup.Finding.Level;
import dev.trainyard.support.DistributionPostgres;
import dev.trainyard.support.TestServers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;

/** What is told of a clock that is off, and of a password that was changed. */
class ServersDiagnosisIT {
  @TempDir private Path directory;

  @Test
  void aClockThatIsOffIsToldBySeverity() {
    assertThat(clock(Duration.ofMinutes(-5))).extracting(Finding::level).isEqualTo(Level.WRONG);
    assertThat(clock(Duration.ofSeconds(30))).extracting(Finding::level).isEqualTo(Level.WARNING);
    assertThat(clock(Duration.ofSeconds(30)).advice()).contains("NTP");
    assertThat(clock(Duration.ZERO)).extracting(Finding::level).isNotEqualTo(Level.WRONG);
  }

  private static Finding clock(Duration off) {
    MockEnvironment environment =
        new MockEnvironment()
            .withProperty("DATABASE_URL", TestServers.shared().freshDatabase().url())
            .withProperty("REDIS_URL", TestServers.shared().freshRedisUrl());
    Clock clock = Clock.offset(Clock.system(ZoneOffset.UTC), off);
    return new ServersDiagnosis(environment, clock)
        .findings().stream()
            .filter(finding -> finding.subject().equals("clock"))
            .findFirst()
            .orElseThrow();
  }

  @Test
  @Tag(DistributionPostgres.TAG)
  void aPasswordThatWasChangedIsToldWithoutIt() throws Exception {
    try (DistributionPostgres server = DistributionPostgres.start(directory)) {
      MockEnvironment environment =
          new MockEnvironment()
              .withProperty("DATABASE_URL", server.adminUrl().replace(":secret@", ":former@"))
              .withProperty("REDIS_URL", TestServers.shared().freshRedisUrl());

      List<Finding> findings = new ServersDiagnosis(environment, Clock.systemUTC()).findings();

      assertThat(findings)
          .anySatisfy(
              finding -> {
                assertThat(finding.level()).isEqualTo(Level.WRONG);
                assertThat(finding.message())
                    .contains("does not accept user 'postgres' with this password")
                    .contains("DATABASE_URL")
                    .doesNotContain("former");
              });
    }
  }
}
