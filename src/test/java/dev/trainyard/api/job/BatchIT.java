package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobLeases;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.support.Events;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.transaction.support.TransactionTemplate;

class BatchIT extends ApiFixture {
  private static final String REQUEST =
      """
      {"strategies": ["LIQUIDITY_SWEEP"], "symbols": ["BTC/USDT", "ETH/USDT"], "timeframes": ["5m", "1h"], "seed": 7}
      """;

  @Autowired private StringRedisTemplate redis;
  @Autowired private JobStore store;
  @Autowired private JobClaims claims;
  @Autowired private JobLeases jobLeases;
  @Autowired private TransactionTemplate transaction;

  @Test
  void everyCombinationIsAJob() {
    Answer answer = post("/batches", REQUEST);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().fieldNames()).toIterable().containsExactly("batch_id", "jobs");
    assertThat(answer.body().path("jobs").asInt()).isEqualTo(4);
    assertThat(answer.http().headers().firstValue("Location"))
        .contains("/api/v2/training/batches/" + answer.body().path("batch_id").asText());
    List<JsonNode> jobs = jobs(answer.body().path("batch_id").asText());
    assertThat(jobs)
        .extracting(
            job -> job.at("/request/symbol").asText() + " " + job.at("/request/timeframe").asText())
        .containsExactlyInAnyOrder("BTC/USDT 5m", "BTC/USDT 1h", "ETH/USDT 5m", "ETH/USDT 1h");
    assertThat(jobs)
        .allSatisfy(
            job -> {
              assertThat(job.at("/request/seed").asInt()).isEqualTo(7);
              assertThat(job.at("/request/n_iterations").asInt()).isEqualTo(200);
              assertThat(job.path("status").asText()).isEqualTo("PENDING");
              assertThat(redis.opsForZSet().score(ReadySet.KEY, job.path("job_id").asText()))
                  .isPositive();
            });
    assertThat(
            jdbc.sql(
                    "SELECT count(*) FROM training_jobs WHERE batch_id = CAST(? AS uuid) AND space::text LIKE '[{%'")
                .param(answer.body().path("batch_id").asText())
                .query(Integer.class)
                .single())
        .isEqualTo(4);
  }

  @Test
  void aBatchShowsHowFarItIs() {
    String id = submit();
    List<Lease> leases = claim(id);
    store.fail(leases.get(0), failure());
    store.cancel(leases.get(1).jobId());
    jdbc.sql(
            """
            INSERT INTO training_progress (job_id, attempt, stage, percentage, step_percentage) VALUES (?, 1, 'OPTIMIZATION', 50, 50)
            """)
        .param(leases.get(2).jobId())
        .update();

    JsonNode batch = get("/batches/" + id).body();

    assertThat(batch.fieldNames())
        .toIterable()
        .containsExactly(
            "batch_id", "jobs", "status", "percentage", "created_at", "created_by", "cancelled_at");
    assertThat(batch.path("status").toString())
        .isEqualTo("{\"PENDING\":0,\"RUNNING\":2,\"COMPLETED\":0,\"FAILED\":1,\"CANCELLED\":1}");
    assertThat(batch.path("percentage").asDouble())
        .as("what has failed or was cancelled is not done")
        .isEqualTo(12.5);
    assertThat(batch.path("cancelled_at").isNull()).isTrue();
  }

  @Test
  void cancellingABatchStopsWhatIsLeftOfIt() {
    String other = submit();
    String id = submit();
    List<Lease> leases = claim(id);
    store.fail(leases.get(0), failure());
    store.release(leases.get(1), Duration.ZERO);

    try (Events events = new Events(redis.getRequiredConnectionFactory())) {
      Answer answer = delete("/batches/" + id);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body().toString())
          .isEqualTo("{\"batch_id\":\"%s\",\"cancelled\":3}".formatted(id));
      JsonNode message =
          events.receive(
              m -> m.path("job_ids").toString().contains(leases.get(2).jobId().toString()));
      assertThat(message.path("action").asText()).isEqualTo("cancel");
      assertThat(message.path("job_ids"))
          .extracting(JsonNode::asText)
          .containsExactlyInAnyOrder(
              leases.get(2).jobId().toString(), leases.get(3).jobId().toString());
    }
    JsonNode batch = get("/batches/" + id).body();
    assertThat(batch.at("/status/CANCELLED").asInt()).isEqualTo(3);
    assertThat(batch.at("/status/FAILED").asInt()).isEqualTo(1);
    assertThat(batch.path("percentage").asDouble()).as("nothing was done").isZero();
    assertThat(batch.path("cancelled_at").asText()).endsWith("Z");
    assertThat(leases).noneMatch(lease -> jobLeases.attempt(lease).held());
    assertThat(jobs(id))
        .filteredOn(job -> job.path("status").asText().equals("CANCELLED"))
        .hasSize(3)
        .allSatisfy(
            job ->
                assertThat(redis.opsForZSet().score(ReadySet.KEY, job.path("job_id").asText()))
                    .isNull());
    assertThat(get("/batches/" + other).body().at("/status/PENDING").asInt()).isEqualTo(4);

    Answer again = delete("/batches/" + id);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().path("cancelled").asInt()).isZero();
    assertThat(get("/batches/" + id).body().path("cancelled_at"))
        .isEqualTo(batch.path("cancelled_at"));
  }

  @Test
  void aJobThatIsLockedForAMomentIsCancelledToo() {
    String id = submit();
    UUID locked = UUID.fromString(jobs(id).get(0).path("job_id").asText());
    List<CompletableFuture<Answer>> cancel = new ArrayList<>();

    transaction.executeWithoutResult(
        status -> {
          jdbc.sql("SELECT FROM training_jobs WHERE id = ? FOR UPDATE")
              .param(locked)
              .query()
              .listOfRows();
          cancel.add(CompletableFuture.supplyAsync(() -> delete("/batches/" + id)));
          await().until(() -> get("/batches/" + id).body().at("/status/CANCELLED").asInt() == 3);
        });

    assertThat(cancel.get(0).join().body().path("cancelled").asInt()).isEqualTo(4);
  }

  @Test
  void aFaultyCombinationIsNamedAndNothingIsStored() {
    int before = count();

    Answer answer =
        post(
            "/batches",
            """
            {"strategies": ["LIQUIDITY_SWEEP", "NOPE"], "symbols": ["BTC/USDT"], "n_iterations": 3}
            """);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.error("strategies[1]")).contains("NOPE");
    assertThat(count()).isEqualTo(before);
    assertThat(post("/batches", "{\"strategies\": 3}").error("symbols")).startsWith("is required");
    assertThat(post("/batches", "nothing").status()).isEqualTo(400);
  }

  @Test
  void aLargeBatchIsStoredWhole() {
    String symbols =
        IntStream.range(0, 2500)
            .mapToObj("\"S%d/USD\""::formatted)
            .collect(Collectors.joining(","));

    Answer answer =
        post(
            "/batches",
            """
            {"strategies": ["LIQUIDITY_SWEEP"], "symbols": [%s], "timeframes": ["1m", "5m", "15m", "1h"], "priority": "low"}
            """
                .formatted(symbols));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("jobs").asInt()).isEqualTo(10_000);
    String id = answer.body().path("batch_id").asText();
    assertThat(get("/batches/" + id).body().at("/status/PENDING").asInt()).isEqualTo(10_000);
    assertThat(delete("/batches/" + id).body().path("cancelled").asInt()).isEqualTo(10_000);
  }

  @Test
  void aRepetitionWithTheSameKeyIsTheSameBatch() {
    String key = UUID.randomUUID().toString();
    Answer first = submit(key, REQUEST);
    Answer again = submit(key, REQUEST.replace(": ", ":  "));

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.http().headers().firstValue("Idempotency-Replayed")).isEmpty();
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.http().headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(again.http().headers().firstValue("Location"))
        .isEqualTo(first.http().headers().firstValue("Location"));
    String id = first.body().path("batch_id").asText();
    assertThat(all("/jobs?batch_id=" + id, 500, "job_id"))
        .hasSize(first.body().path("jobs").asInt());

    Answer other = submit(key, REQUEST.replace("LIQUIDITY_SWEEP", "SUPPLY_SHOCK"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.error("Idempotency-Key")).contains("for another request, batch " + id);
    assertThat(submit("a b", REQUEST).error("Idempotency-Key")).contains("visible ASCII");

    jdbc.sql("UPDATE batches SET created_at = now() - interval '25 hours' WHERE id = ?")
        .param(UUID.fromString(id))
        .update();
    Answer nextDay = submit(key, REQUEST);
    assertThat(nextDay.status()).isEqualTo(202);
    assertThat(nextDay.body().path("batch_id")).isNotEqualTo(first.body().path("batch_id"));
  }

  private Answer submit(String key, String body) {
    return send(
        request("/api/v2/training/batches")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @CsvSource({"01890a5d-ac96-774b-bcce-b302099a8057, 404", "42, 400"})
  void aBatchThatIsNotThereIsNeitherShownNorCancelled(String id, int status) {
    assertThat(get("/batches/" + id).status()).isEqualTo(status);
    assertThat(delete("/batches/" + id).status()).isEqualTo(status);
  }

  private String submit() {
    return post("/batches", REQUEST).body().path("batch_id").asText();
  }

  private List<JsonNode> jobs(String batch) {
    List<JsonNode> jobs = new ArrayList<>();
    get("/jobs?limit=500&batch_id=" + batch).body().path("items").forEach(jobs::add);
    return jobs;
  }

  private List<Lease> claim(String batch) {
    List<UUID> ids =
        jobs(batch).stream().map(job -> UUID.fromString(job.path("job_id").asText())).toList();
    return ids.stream()
        .map(id -> claims.claim(List.of(id), "worker", true).get(0).lease())
        .toList();
  }

  private static JobFailure failure() {
    return new JobFailure(
        FailureKind.PERMANENT, "Broken", "it broke", Stage.OPTIMIZATION, "at line 1");
  }

  private int count() {
    return jdbc.sql("SELECT count(*) FROM training_jobs").query(Integer.class).single();
  }
}
