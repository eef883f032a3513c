package dev.trainyard.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trainyard.api.ApiFixture;
import dev.trainyard.job.FailureKind;
import dev.trainyard.job.JobFailure;
import dev.trainyard.job.Lease;
import dev.trainyard.job.Stage;
import dev.trainyard.job.lifecycle.JobClaims;
import dev.trainyard.job.lifecycle.JobStore;
import dev.trainyard.queue.redis.ReadySet;
import dev.trainyard.support.Events;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Counting, cancelling, retrying and deleting many jobs; each test has a market of its own. */
class BulkIT extends ApiFixture {
  private static final String REQUEST = "{\"strategy\": \"LIQUIDITY_SWEEP\", \"symbol\": \"%s\"%s}";

  private static int markets;

  @Autowired private StringRedisTemplate redis;
  @Autowired private JobStore store;
  @Autowired private JobClaims claims;

  private String symbol;

  @BeforeEach
  void chooseMarket() {
    symbol = "BULK" + markets++ + "/USDT";
  }

  @Test
  void aFilterIsCountedAsItIsListed() {
    start(", \"priority\": \"high\", \"timeframe\": \"1h\", \"exchange\": \"kraken\"");
    String newest = start(", \"priority\": \"high\", \"timeframe\": \"1h\"");
    start("");

    assertThat(count("&priority=high")).isEqualTo(2);
    assertThat(count("&priority=high&exchange=kraken&timeframe=1h")).isEqualTo(1);
    assertThat(count("&created_after=2000-01-01T00:00:00Z")).isEqualTo(3);
    assertThat(count("&created_before=2000-01-01T00:00:00Z")).isZero();
    assertThat(count("&created_by=nobody")).isZero();
    JsonNode counted = get("/jobs/count?priority=high&symbol=" + symbol).body();
    assertThat(counted.path("newest_id").asText()).isEqualTo(newest);
    assertThat(all("/jobs?priority=high&symbol=" + symbol, 1, "job_id"))
        .hasSize(2)
        .contains(newest);
    assertThat(get("/jobs/count?symbol=NONE/USDT").body().path("newest_id").isNull()).isTrue();
    assertThat(get("/jobs/count?limit=3").status()).isEqualTo(400);
  }

  @Test
  void jobsAreFoundByATextInTheirError() {
    String broken = fail(claim(start("")), "BrokenFeed", "100% of the_feed is gone");
    fail(claim(start("")), "OutOfLuck", "nothing");

    assertThat(all("/jobs?error=brokenFEED&symbol=" + symbol, 5, "job_id")).containsExactly(broken);
    assertThat(all("/jobs?error=100%25+of+the_f&symbol=" + symbol, 5, "job_id"))
        .containsExactly(broken);
    assertThat(all("/jobs?error=100_of&symbol=" + symbol, 5, "job_id")).isEmpty();
  }

  @Test
  void whatWaitsAndRunsIsCancelledAndTheRestIsCounted() {
    String waiting = start("");
    Lease running = claim(start(""));
    fail(claim(start("")), "Broken", "it broke");

    JsonNode asked = bulk("cancel", ", \"dry_run\": true");
    assertThat(asked.path("changed").asInt()).isEqualTo(2);
    assertThat(status(waiting)).isEqualTo("PENDING");
    try (Events events = new Events(redis.getRequiredConnectionFactory())) {
      JsonNode done = bulk("cancel", "");

      assertThat(done.path("matched").asInt()).isEqualTo(3);
      assertThat(done.path("changed").asInt()).isEqualTo(2);
      assertThat(done.path("remaining").asInt()).isZero();
      assertThat(done.path("skipped").toString())
          .isEqualTo(
              "[{\"reason\":\"wrong_state\",\"job_status\":\"FAILED\",\"jobs\":1,"
                  + "\"message\":\"their state does not allow it\"}]");
      events.receive(m -> m.path("job_ids").toString().contains(running.jobId().toString()));
    }
    assertThat(status(waiting)).isEqualTo("CANCELLED");
    assertThat(status(running.jobId().toString())).isEqualTo("CANCELLED");
    assertThat(redis.opsForZSet().score(ReadySet.KEY, waiting)).isNull();
    JsonNode audit = get("/audit?action=job.cancel-all&limit=1").body().at("/items/0");
    assertThat(audit.path("details").asText()).contains("2 jobs", symbol, waiting);
  }

  @Test
  void whatCameAfterTheNewestThatWasSeenStays() {
    String seen = start("");
    String later = start("");

    assertThat(bulk("cancel", ", \"up_to\": \"%s\"".formatted(seen)).path("changed").asInt())
        .isEqualTo(1);
    assertThat(status(later)).isEqualTo("PENDING");
  }

  @Test
  void whatFailedIsRetriedInManyTransactions() {
    for (int i = 0; i < 3; i++) {
      fail(claim(start("")), "Broken", "it broke");
    }
    String replayed = fail(claim(start("")), "Broken", "it broke");
    String letter = get("/failed-jobs?job_id=" + replayed).body().at("/items/0/id").asText();
    post("/failed-jobs/%s/replay".formatted(letter));

    JsonNode done = bulk("retry", ", \"status\": \"FAILED\"");

    assertThat(done.path("matched").asInt()).isEqualTo(4);
    assertThat(done.path("changed").asInt()).isEqualTo(3);
    assertThat(done.at("/skipped/0/reason").asText()).isEqualTo("replayed");
    assertThat(status(replayed)).isEqualTo("FAILED");
    assertThat(count("&status=PENDING")).isEqualTo(4);
  }

  @Test
  void oneTransactionIsNotTheWholeSelection() {
    JsonNode batch =
        post(
                "/batches",
                """
                {"strategies": ["LIQUIDITY_SWEEP"], "symbols": %s, "timeframes": ["1m", "5m", "15m", "1h", "4h"]}
                """
                    .formatted(manyMarkets()))
            .body();
    String filter = "{\"batch_id\": \"%s\"}".formatted(batch.path("batch_id").asText());

    assertThat(post("/jobs/cancel", filter).body().path("changed").asInt()).isEqualTo(450);
    assertThat(post("/jobs/cancel", filter).body().path("changed").asInt()).isZero();
    assertThat(post("/jobs/retry", filter).body().path("changed").asInt()).isEqualTo(450);
    assertThat(post("/jobs/cancel", filter).body().path("changed").asInt()).isEqualTo(450);
    assertThat(post("/jobs/delete", filter).body().path("changed").asInt()).isEqualTo(450);
    assertThat(
            get("/jobs/count?batch_id=" + batch.path("batch_id").asText())
                .body()
                .path("jobs")
                .asInt())
        .isZero();
  }

  private static String manyMarkets() {
    StringBuilder markets = new StringBuilder("[");
    for (int i = 0; i < 90; i++) {
      markets.append(i == 0 ? "" : ", ").append("\"MANY").append(i).append("/USDT\"");
    }
    return markets.append("]").toString();
  }

  @Test
  void endedJobsAreDeletedWithAllThatIsTheirsButNotWhatTradingSystemsUse() {
    String failed = fail(claim(start("")), "Broken", "it broke");
    String used = fail(claim(start("")), "Broken", "it broke");
    String waiting = start("");
    activeConfiguration(used);

    JsonNode done = bulk("delete", "");

    assertThat(done.path("changed").asInt()).isEqualTo(1);
    assertThat(done.path("skipped").findValuesAsText("reason"))
        .containsExactlyInAnyOrder("wrong_state", "configuration_active");
    assertThat(get("/jobs/" + failed).status()).isEqualTo(404);
    assertThat(get("/jobs/" + used).status()).isEqualTo(200);
    assertThat(status(waiting)).isEqualTo("PENDING");
    for (String table : List.of("job_attempts", "job_events", "training_logs")) {
      assertThat(
              jdbc.sql("SELECT count(*) FROM " + table + " WHERE job_id = :id")
                  .param("id", UUID.fromString(failed))
                  .query(Long.class)
                  .single())
          .as(table)
          .isZero();
    }
    assertThat(get("/failed-jobs?job_id=" + failed).body().path("items")).hasSize(1);
  }

  @Test
  void jobsAreSelectedByTheirIds() {
    String one = start("");
    String other = start("");

    JsonNode done = post("/jobs/cancel", "{\"job_ids\": [\"%s\"]}".formatted(one)).body();

    assertThat(done.path("changed").asInt()).isEqualTo(1);
    assertThat(status(other)).isEqualTo("PENDING");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                          | all        | must be true",
        "{\"all\": false}                            | all        | must be true",
        "{\"all\": true, \"status\": \"FAILED\"}     | all        | must be false",
        "{\"status\": null}                          | status     | must be one of",
        "{\"up_to\": null}                           | up_to      | must be",
        "{\"status\": \"failed\"}                    | status     | must be one of",
        "{\"job_ids\": []}                           | job_ids    | must be a list",
        "{\"job_ids\": [\"x\"]}                      | job_ids[0] | must be the id",
        "{\"created_after\": \"today\"}              | created_after | must be a time",
        "{\"sybmol\": \"X\"}                         | sybmol     | unknown field",
      })
  void aSelectionThatMightMeanMoreThanMeantIsRefused(String body, String field, String message) {
    for (String operation : List.of("cancel", "retry", "delete")) {
      Answer answer = post("/jobs/" + operation, body);

      assertThat(answer.status()).as(operation).isEqualTo(422);
      assertThat(answer.error(field)).as(answer.body().toString()).contains(message);
    }
  }

  private JsonNode bulk(String operation, String more) {
    Answer answer = post("/jobs/" + operation, "{\"symbol\": \"%s\"%s}".formatted(symbol, more));
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
    return answer.body();
  }

  private int count(String more) {
    return get("/jobs/count?symbol=" + symbol + more).body().path("jobs").asInt();
  }

  private String status(String id) {
    return get("/jobs/" + id).body().path("status").asText();
  }

  private String start(String fields) {
    return post("/start", REQUEST.formatted(symbol, fields)).body().path("job_id").asText();
  }

  private Lease claim(String id) {
    return claims.claim(List.of(UUID.fromString(id)), "worker", true).get(0).lease();
  }

  private String fail(Lease lease, String errorClass, String message) {
    store.fail(
        lease,
        new JobFailure(FailureKind.TRANSIENT, errorClass, message, Stage.OPTIMIZATION, "at x"));
    return lease.jobId().toString();
  }

  private void activeConfiguration(String job) {
    jdbc.sql(
            """
            INSERT INTO trained_configurations (id, job_id, strategy, symbol, exchange, timeframe, optimizer, objective,
                parameters, is_active, lifecycle_stage, in_sample, lifecycle, data_quality, request, space, seed, trials,
                candles, data_from, data_to, data_fingerprint, engine_version)
            SELECT uuid_v7(), id, strategy, symbol, exchange, timeframe, 'random', 'sharpe_ratio', '{}', true, 'PAPER', '{}',
                '{}', '{}', request, '{}', 1, 1, 1, now(), now(), 'f', '1'
            FROM training_jobs WHERE id = :id
            """)
        .param("id", UUID.fromString(job))
        .update();
  }
}
