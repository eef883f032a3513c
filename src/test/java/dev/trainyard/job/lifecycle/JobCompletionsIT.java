package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trainyard.job.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;

/** Jobs that end at the same time are completed together, and yet each by itself. */
class JobCompletionsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int OTHERS = 6;
  private static final String ATTEMPT = "SELECT FROM job_attempts WHERE job_id = ?";

  private final ExecutorService slots = Executors.newCachedThreadPool();
  private StoredJobs jobs;
  private JobCompletions completions;

  @BeforeEach
  void open() {
    jobs = new StoredJobs();
    completions = new JobCompletions(jobs.store);
  }

  @AfterEach
  void close() {
    slots.shutdownNow();
    jobs.close();
  }

  @Test
  void jobsThatEndWhileOthersAreStoredShareOneTransaction() throws Exception {
    List<Lease> leases = running(OTHERS);
    List<Future<Optional<UUID>>> stored = new ArrayList<>();
    whileAStatementWaits(() -> leases.forEach(lease -> stored.add(complete(lease))));

    for (int i = 0; i < OTHERS; i++) {
      assertThat(stored.get(i).get().map(UUID::toString))
          .hasValue(jobs.column(leases.get(i).jobId(), "config_id"));
    }
    assertThat(transactions(leases)).isEqualTo(1);
    assertThat(leases).allMatch(completions::takeCompleted).noneMatch(completions::takeCompleted);
  }

  @Test
  void aConfigurationThatCannotBeStoredFailsItsOwnJobOnly() throws Exception {
    List<Lease> good = running(OTHERS - 1);
    Lease bad = running(1).get(0);
    List<Future<Optional<UUID>>> stored = new ArrayList<>();
    List<Future<Optional<UUID>>> refused = new ArrayList<>();
    whileAStatementWaits(
        () -> {
          good.forEach(lease -> stored.add(complete(lease)));
          refused.add(slots.submit(() -> completions.complete(bad, "{}")));
        });

    for (Future<Optional<UUID>> one : stored) {
      assertThat(one.get()).isPresent();
    }
    assertThatThrownBy(refused.get(0)::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(DataIntegrityViolationException.class);
    assertThat(jobs.column(bad.jobId(), "status")).isEqualTo("RUNNING");
    assertThat(completions.takeCompleted(bad)).isFalse();
  }

  @Test
  void aJobThatSomebodyHoldsDelaysNoOther() throws Exception {
    List<Lease> free = running(OTHERS - 1);
    Lease held = running(1).get(0);
    List<Future<Optional<UUID>>> stored = new ArrayList<>();
    Future<Optional<UUID>> late;
    try (Connection other = locked(held)) {
      List<Future<Optional<UUID>>> waiting = new ArrayList<>();
      whileAStatementWaits(
          () -> {
            waiting.add(complete(held));
            free.forEach(lease -> stored.add(complete(lease)));
          });
      late = waiting.get(0);
      for (Future<Optional<UUID>> one : stored) {
        assertThat(one.get()).isPresent();
      }
      assertThat(late).isNotDone();
      other.rollback();
    }

    assertThat(late.get()).isPresent();
  }

  @Test
  void aJobThatSomebodyHoldsDelaysNoOtherThoughItCameFirst() throws Exception {
    Lease held = running(1).get(0);
    Future<Optional<UUID>> late;
    try (Connection other = locked(held)) {
      late = complete(held);
      await().atMost(PATIENCE).until(() -> waitsForALock() && !completions.underway());
      assertThat(complete(running(1).get(0)).get()).isPresent();
      assertThat(late).isNotDone();
      other.rollback();
    }

    assertThat(late.get()).isPresent();
  }

  @Test
  void aLostLeaseAmongOthersChangesNothing() throws Exception {
    List<Lease> leases = running(OTHERS - 1);
    Lease lost = running(1).get(0);
    Lease stale = new Lease(lost.jobId(), UUID.randomUUID());
    List<Future<Optional<UUID>>> stored = new ArrayList<>();
    List<Future<Optional<UUID>>> refused = new ArrayList<>();
    whileAStatementWaits(
        () -> {
          leases.forEach(lease -> stored.add(complete(lease)));
          refused.add(complete(stale));
        });

    for (Future<Optional<UUID>> one : stored) {
      assertThat(one.get()).isPresent();
    }
    assertThat(refused.get(0).get()).isEmpty();
    assertThat(jobs.column(lost.jobId(), "status")).isEqualTo("RUNNING");
  }

  @Test
  void aLostLeaseIsToldSoThoughTheNextAttemptOfItsJobIsStoredWithIt() throws Exception {
    List<Lease> leases = running(OTHERS - 1);
    Lease current = leases.get(0);
    Lease stale = new Lease(current.jobId(), UUID.randomUUID());
    List<Future<Optional<UUID>>> ends = new ArrayList<>();
    whileAStatementWaits(
        () -> {
          leases.forEach(lease -> ends.add(complete(lease)));
          ends.add(complete(stale));
        });

    assertThat(ends.get(0).get()).isPresent();
    assertThat(ends.get(OTHERS - 1).get()).isEmpty();
    assertThat(completions.takeCompleted(stale)).isFalse();
  }

  @Test
  void aConnectionThatBreaksUnderAllOfThemLosesNoneAndDoublesNone() throws Exception {
    List<Lease> leases = running(OTHERS);
    List<Future<Optional<UUID>>> stored = new ArrayList<>();
    try (Connection other = locked(ATTEMPT, leases.get(0))) {
      whileAStatementWaits(() -> leases.forEach(lease -> stored.add(complete(lease))));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  jobs.jdbc
                          .sql(
                              """
                              SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                              WHERE wait_event_type = 'Lock' AND query LIKE '%unnest(%' AND datname = current_database()
                              """)
                          .query(Long.class)
                          .single()
                      > 0);
      other.rollback();
    }

    for (Future<Optional<UUID>> one : stored) {
      assertThat(one.get()).isPresent();
    }
    assertThat(leases)
        .allSatisfy(
            lease -> assertThat(jobs.count("trained_configurations", lease.jobId())).isEqualTo(1));
  }

  /**
   * Does something while the statement of a completion waits for a lock, so that what ends
   * meanwhile gathers behind it; then lets all go on.
   */
  private void whileAStatementWaits(Runnable work) throws Exception {
    Lease first = running(1).get(0);
    try (Connection other = locked(ATTEMPT, first)) {
      Future<Optional<UUID>> busy = complete(first);
      await().atMost(PATIENCE).until(() -> completions.underway());
      int before = completions.waiting();
      work.run();
      await().atMost(PATIENCE).until(() -> completions.waiting() == before + OTHERS);
      other.rollback();
      assertThat(busy.get()).isPresent();
    }
  }

  private boolean waitsForALock() {
    return jobs.jdbc
        .sql(
            """
            SELECT EXISTS (SELECT FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database())
            """)
        .query(Boolean.class)
        .single();
  }

  private Future<Optional<UUID>> complete(Lease lease) {
    return slots.submit(() -> completions.complete(lease, StoredJobs.CONFIGURATION));
  }

  private List<Lease> running(int count) {
    return Stream.generate(
            () -> {
              Lease lease = jobs.running();
              jobs.pin(lease);
              return lease;
            })
        .limit(count)
        .toList();
  }

  private Connection locked(Lease lease) throws SQLException {
    return locked("SELECT FROM training_jobs WHERE id = ?", lease);
  }

  private Connection locked(String rows, Lease lease) throws SQLException {
    Connection connection = jobs.newConnection();
    connection.setAutoCommit(false);
    try (PreparedStatement lock = connection.prepareStatement(rows + " FOR UPDATE")) {
      lock.setObject(1, lease.jobId());
      lock.execute();
    }
    return connection;
  }

  private int transactions(List<Lease> leases) {
    return jobs.jdbc
        .sql(
            "SELECT count(DISTINCT xmin::text) FROM trained_configurations WHERE job_id IN (:jobs)")
        .param("jobs", leases.stream().map(Lease::jobId).toList())
        .query(Integer.class)
        .single();
  }
}
