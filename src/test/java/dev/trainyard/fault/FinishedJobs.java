package dev.trainyard.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.trainyard.access.Caller;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.PinnedInputs;
import dev.trainyard.job.Priority;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.job.lifecycle.NewJob;
import dev.trainyard.job.lifecycle.Transition;
import dev.trainyard.job.queue.QueueSettings;
import dev.trainyard.job.request.SampleRequests;
import dev.trainyard.job.request.TrainingRequest;
import dev.trainyard.job.work.ProgressSnapshot;
import dev.trainyard.job.work.StoredTrial;
import dev.trainyard.job.work.WorkStore;
import dev.trainyard.support.SampleRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes jobs as the service does, each under an idempotency key, without running one. */
final class FinishedJobs {
  private static final String CONFIGURATION =
      """
      {"optimizer": "random", "objective": "sharpe_ratio", "parameters": {}, "lifecycle_stage": "PAPER", "in_sample": {},
       "lifecycle": {}, "data_quality": {}, "seed": 1, "trials": 2, "candles": 1}
      """;

  private static final PinnedInputs INPUTS =
      new PinnedInputs(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), "fingerprint", "1");

  private final ObjectMapper json = new ObjectMapper().registerModule(new JavaTimeModule());
  private final JdbcClient jdbc;
  private final JobStore store;
  private final JobClaims claims;
  private final WorkStore work;

  FinishedJobs(DataSource dataSource) {
    jdbc = JdbcClient.create(dataSource);
    QueueSettings.HeadStart headStart =
        new QueueSettings.HeadStart(Duration.ofMinutes(10), Duration.ofMinutes(10));
    QueueSettings settings =
        new QueueSettings(
            Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(2), 100, headStart);
    store = new JobStore(jdbc, json, settings, SampleRetention.settings());
    claims = new JobClaims(jdbc, json, settings, store, (job, failure) -> {});
    work = new WorkStore(new NamedParameterJdbcTemplate(dataSource), json);
  }

  /** A job that completed in its second claim, the first of which was released. */
  UUID completed(String key) throws JsonProcessingException {
    UUID job = waiting(key);
    store.release(claim(job), Duration.ZERO);
    Lease lease = claim(job);
    work.pin(lease, INPUTS, List.of());
    work.addTrials(lease, List.of(trial(0), trial(1)));
    work.progress(lease, ProgressSnapshot.of(Stage.OPTIMIZATION, 0.5, "searching"));
    jdbc.sql(Transition.COMPLETE.sql())
        .params(store.completionParameters(lease, CONFIGURATION))
        .query()
        .singleRow();
    return job;
  }

  /** A job that was cancelled while it ran. */
  UUID cancelled(String key) throws JsonProcessingException {
    UUID job = waiting(key);
    work.progress(claim(job), ProgressSnapshot.of(Stage.OPTIMIZATION, 0.5, "searching"));
    assertThat(store.cancel(job)).isPresent();
    return job;
  }

  /** A job that failed for good. */
  UUID failed(String key) throws JsonProcessingException {
    UUID job = waiting(key);
    store.fail(
        claim(job),
        new JobFailure(FailureKind.PERMANENT, "Broken", "it broke", Stage.OPTIMIZATION, null));
    return job;
  }

  /** A job that nobody has claimed. */
  UUID waiting(String key) throws JsonProcessingException {
    TrainingRequest request = SampleRequests.of("LIQUIDITY_SWEEP", Priority.NORMAL);
    String requestJson = json.writeValueAsString(request);
    return store
        .submit(new NewJob(request, requestJson, "[]", Caller.ROUTE, key, "hash"))
        .orElseThrow()
        .id();
  }

  private Lease claim(UUID job) {
    return claims.claim(List.of(job), "worker", true).get(0).lease();
  }

  private static StoredTrial trial(int number) {
    return new StoredTrial("search", number, "{}", 1, 0, true, "{}", null, null);
  }
}
