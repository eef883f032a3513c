package dev.trainyard.job.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trainyard.access.Caller;
import dev.trainyard.access.ClientSettings;
import dev.trainyard.access.Door;
import dev.trainyard.access.Role;
import dev.trainyard.support.ManualClock;
import dev.trainyard.support.TestServers;
import java.time.Duration;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class QueueLimitIT {
  private static final int LIMIT = 10;
  private static final int LIMIT_OF_CLIENT = 3;

  private final ManualClock clock = new ManualClock();
  private JdbcClient jdbc;
  private QueueLimit limit;

  @BeforeEach
  void migrate() {
    var dataSource = TestServers.shared().freshDatabase().dataSource();
    Flyway.configure().dataSource(dataSource).load().migrate();
    jdbc = JdbcClient.create(dataSource);
    limit = new QueueLimit(jdbc, settings(), new ClientSettings(LIMIT_OF_CLIENT, 0), clock);
  }

  @Test
  void waitingAndDelayedJobsCountAndNoOthers() {
    insert(6, "PENDING", "now()");
    insert(3, "PENDING", "now() + interval '1 day'");
    insert(20, "CANCELLED", "now()");

    assertThat(limit.admit(1)).isEmpty();
    assertThat(limit.admit(1))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .hasMessageContaining("10 or more jobs are waiting and the limit is 10"));
  }

  @Test
  void jobsThatAreAdmittedCountBeforeTheyAreRead() {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(limit.admit(1)).isEmpty();
      insert(1, "PENDING", "now()");
    }

    assertThat(limit.admit(1)).isPresent();
  }

  @Test
  void aBatchIsAdmittedWholeOrNotAtAll() {
    insert(6, "PENDING", "now()");

    assertThat(limit.admit(5))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal).hasMessageContaining("6 jobs are waiting and the limit is 10"));
    assertThat(limit.admit(4)).isEmpty();
    assertThat(limit.admit(11))
        .hasValueSatisfying(
            refusal -> assertThat(refusal).hasMessageContaining("11 jobs at once are more"));
  }

  @Test
  void jobsAreAdmittedAgainAsSoonAsWorkersTookSome() {
    insert(LIMIT, "PENDING", "now()");
    assertThat(limit.admit(1)).isPresent();

    jdbc.sql("DELETE FROM training_jobs WHERE id = (SELECT min(id::text)::uuid FROM training_jobs)")
        .update();
    clock.advance(Duration.ofMillis(200));

    assertThat(limit.admit(1)).isEmpty();
  }

  @Test
  void whatOtherProcessesAdmitCountsAfterASecond() {
    assertThat(limit.admit(1)).isEmpty();
    insert(LIMIT, "PENDING", "now()");
    clock.advance(Duration.ofMillis(1100));

    assertThat(limit.admit(1)).isPresent();
  }

  @Test
  void theCountReadsAnIndexOfWaitingJobs() {
    insert(2_000, "CANCELLED", "now()");
    insert(50, "PENDING", "now()");
    jdbc.sql("ANALYZE training_jobs").update();

    assertThat(
            jdbc.sql("EXPLAIN " + QueueLimit.COUNT)
                .param("limit", LIMIT)
                .query(String.class)
                .list()
                .toString())
        .contains("Index")
        .doesNotContain("Seq Scan");
  }

  @Test
  void aClientMayHaveFewerJobsThanAllTogether() {
    Caller anna = caller("anna");
    Caller ben = caller("ben");
    insert(2, "PENDING", "now()");
    jdbc.sql("UPDATE training_jobs SET api_key_id = ?").param(anna.client()).update();

    assertThat(limit.admit(2, anna))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .hasMessageContaining(
                        "2 jobs of anna are waiting and the limit for each client is 3"));
    assertThat(limit.admit(1, anna)).isEmpty();
    assertThat(limit.admit(4, anna))
        .hasValueSatisfying(
            refusal ->
                assertThat(refusal)
                    .hasMessageContaining("4 jobs at once are more than one client may ever have"));
    assertThat(limit.admit(3, ben)).isEmpty();
    assertThat(limit.admit(4, Caller.anonymous("::1"))).as("without a key").isEmpty();
  }

  private static Caller caller(String name) {
    return new Caller(UUID.randomUUID(), name, Role.OPERATOR, Door.HTTP, "::1", null);
  }

  private void insert(int jobs, String status, String runAt) {
    jdbc.sql(
            """
            INSERT INTO training_jobs (id, status, strategy, symbol, exchange, timeframe, priority, request, run_at,
                ready_score, timeout_seconds, max_attempts, space, batch_size)
            SELECT uuid_v7(), '%s', 's', 's', 'e', '5m', 'normal', '{}', %s, i, 60, 3, '[]', 8
            FROM generate_series(1, %d) i
            """
                .formatted(status, runAt, jobs))
        .update();
  }

  private static QueueSettings settings() {
    return new QueueSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        LIMIT,
        new QueueSettings.HeadStart(Duration.ZERO, Duration.ZERO));
  }
}
