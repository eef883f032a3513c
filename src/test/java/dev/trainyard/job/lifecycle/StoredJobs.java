package dev.trainyard.job.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.zaxxer.hikari.HikariDataSource;
import dev.trainyard.access.Caller;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.LeaseLostException;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.Priority;
import dev.trainyard.job.Stage;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.request.SampleRequests;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.support.SampleRetention;
import dev.trainyard.support.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database of jobs, with connections for some threads and the stores that use them. */
public final class StoredJobs implements AutoCloseable {
  private static final int CONNECTIONS = 8;

  static final String CONFIGURATION =
      """
      {"optimizer": "random", "objective": "sharpe_ratio", "parameters": {}, "lifecycle_stage": "PAPER", "in_sample": {},
       "lifecycle": {}, "data_quality": {}, "seed": 1, "trials": 1, "candles": 1, "verdict": "EDGE", "confidence": 0.75}
      """;

  private static final PinnedInputs INPUTS =
      new PinnedInputs(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), "fingerprint", "1");

  private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
  private final HikariDataSource dataSource = new HikariDataSource();
  public final JdbcClient jdbc;
  public final QueueSettings settings =
      new QueueSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          100_000,
          new QueueSettings.HeadStart(Duration.ofMinutes(10), Duration.ofMinutes(20)));
  public final JobStore store;
  public final JobClaims claims;
  public final JobLeases leases;
  final WorkStore work;

  public StoredJobs() {
    TestServers.Database database = TestServers.shared().freshDatabase();
    dataSource.setJdbcUrl(database.jdbcUrl());
    dataSource.setUsername(database.username());
    dataSource.setPassword(database.password());
    dataSource.setMaximumPoolSize(CONNECTIONS);
    // No test here cuts the power
    dataSource.setConnectionInitSql("SET synchronous_commit = off");
    Flyway.configure().dataSource(dataSource).load().migrate();
    jdbc = JdbcClient.create(dataSource);
    store = new JobStore(jdbc, json, settings, SampleRetention.settings());
    claims = new JobClaims(jdbc, json, settings, store, (job, failure) -> {});
    leases = new JobLeases(jdbc, settings);
    work = new WorkStore(new NamedParameterJdbcTemplate(dataSource), json);
  }

  /** Opens a connection, which the caller closes. */
  Connection newConnection() throws SQLException {
    return dataSource.getConnection();
  }

  public TransactionTemplate transaction() {
    return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
  }

  public SubmittedJob submit(String priority) {
    return store.submit(newJob(priority)).orElseThrow();
  }

  NewJob newJob(String priority) {
    return newJob(priority, Caller.ROUTE);
  }

  NewJob newJob(String priority, Caller caller) {
    TrainingRequest request =
        SampleRequests.of("LIQUIDITY_SWEEP", Priority.of(priority).orElseThrow());
    try {
      return new NewJob(request, json.writeValueAsString(request), "[]", caller, null, null);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  public Lease claim(UUID job) {
    return claims.claim(List.of(job), "worker", true).get(0).lease();
  }

  /** Creates a job that a worker runs. */
  Lease running() {
    return claim(submit("normal").id());
  }

  /** Creates a failed job with its dead letter. */
  public UUID failed(FailureKind kind) {
    Lease lease = running();
    fail(lease, kind);
    return lease.jobId();
  }

  void fail(Lease lease, FailureKind kind) {
    store.fail(lease, new JobFailure(kind, "Broken", "it broke", Stage.OPTIMIZATION, "at x"));
  }

  /** Pins what a completed job has, unless the lease is lost, which its completion must find. */
  public void pin(Lease lease) {
    try {
      work.pin(lease, INPUTS, List.of());
    } catch (LeaseLostException e) {
      assertThat(e).hasMessageContaining(lease.jobId().toString());
    }
  }

  /** Completes a job whose inputs are pinned; returns whether that was accepted. */
  public boolean complete(Lease lease) {
    return store.complete(lease, CONFIGURATION).isPresent();
  }

  /** Completes a job by the statement for several, beside one of which nobody knows. */
  boolean completeTogether(Lease lease) {
    Lease unknown = new Lease(UUID.randomUUID(), UUID.randomUUID());
    return store
        .completeTogether(Map.of(lease, CONFIGURATION, unknown, CONFIGURATION))
        .containsKey(lease);
  }

  void retry(UUID job) {
    assertThat(store.retryEnded(job)).isPresent();
  }

  public UUID deadLetter(UUID job) {
    return jdbc.sql("SELECT id FROM failed_jobs WHERE job_id = ? ORDER BY id DESC LIMIT 1")
        .param(job)
        .query(UUID.class)
        .single();
  }

  /** Returns the lease under which a job runs, or empty when it does not run. */
  Optional<Lease> held(UUID job) {
    return jdbc.sql("SELECT lease_token FROM training_jobs WHERE id = ? AND status = 'RUNNING'")
        .param(job)
        .query(UUID.class)
        .optional()
        .map(token -> new Lease(job, token));
  }

  /** Returns a column of a job's row, as text. */
  public String column(UUID job, String column) {
    return jdbc.sql("SELECT %s::text FROM training_jobs WHERE id = ?".formatted(column))
        .param(job)
        .query(String.class)
        .optional()
        .orElse(null);
  }

  int count(String table, UUID job) {
    return jdbc.sql("SELECT count(*) FROM %s WHERE job_id = ?".formatted(table))
        .param(job)
        .query(Integer.class)
        .single();
  }

  public List<String> events(UUID job) {
    return jdbc.sql("SELECT data ->> 'status' FROM job_events WHERE job_id = ? ORDER BY seq")
        .param(job)
        .query(String.class)
        .list();
  }

  @Override
  public void close() {
    dataSource.close();
  }
}
